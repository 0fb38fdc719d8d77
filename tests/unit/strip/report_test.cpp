#include <gtest/gtest.h>

#include <set>

#include "stripmeta/report.hpp"

namespace stripmeta {
namespace {

TEST(Report, RowsAreAggregated) {
  Report report;
  for (int i = 0; i < 100000; ++i) report.add(Kind::comment, Fate::removed, 7, HoldSet{}.add(Holds::ai_prompt));
  report.add(Kind::exif, Fate::removed, 10, HoldSet{}.add(Holds::gps));
  report.add(Kind::icc, Fate::kept, 5, HoldSet{}.add(Holds::serial));
  ASSERT_EQ(report.rows.size(), 3U);
  EXPECT_EQ(report.rows[0].count, 100000U);
  EXPECT_EQ(report.rows[0].bytes, 700000U);
  EXPECT_EQ(report.removed_holds(), HoldSet{}.add(Holds::ai_prompt).add(Holds::gps));
}

TEST(Report, CleanMeansNothingButFillWent) {
  Report report;
  report.add(Kind::layout, Fate::removed, 1);
  report.add(Kind::icc, Fate::kept, 1);
  EXPECT_TRUE(report.clean());
  Report truncated = report;
  truncated.truncated = true;
  EXPECT_FALSE(truncated.clean());
  report.add(Kind::junk, Fate::removed, 1);
  EXPECT_FALSE(report.clean());
}

TEST(Report, WordsAreDistinct) {
  std::set<std::string_view> words;
  for (std::size_t i = 0; i < kind_count; ++i) words.insert(kind_word(static_cast<Kind>(i)));
  EXPECT_EQ(words.size(), kind_count);
  EXPECT_FALSE(words.contains(""));
  EXPECT_EQ(kind_word(Kind::app15), "app15");
  EXPECT_EQ(kind_word(Kind::exif), "exif");
  EXPECT_EQ(kind_word(Kind::gain_map_info), "gain_map_info");
  EXPECT_EQ(kind_word(Kind::trailer), "trailer");
  EXPECT_EQ(holds_word(Holds::gps), "gps");
  EXPECT_EQ(holds_word(Holds::gain_map), "gain_map");
  EXPECT_EQ(format_word(Format::jpeg), "jpeg");
  EXPECT_EQ(media_type(Format::jpeg), "image/jpeg");
  EXPECT_EQ(format_title(Format::jxl), "JPEG XL");
  EXPECT_EQ(media_type(Format::svg), "image/svg+xml");
}

TEST(Report, SaysWhatANameMakesPeopleExpect) {
  EXPECT_EQ(misnamed_as("a/photo.jpg", Format::png), Format::jpeg);
  EXPECT_EQ(misnamed_as("PHOTO.JPEG", Format::png), Format::jpeg);
  EXPECT_EQ(misnamed_as("PHOTO.JPEG", Format::jpeg), Format::unknown);
  EXPECT_EQ(misnamed_as("photo.heif", Format::avif), Format::unknown);
  EXPECT_EQ(misnamed_as("photo", Format::png), Format::unknown);
  EXPECT_EQ(misnamed_as("jpg", Format::png), Format::unknown);
  EXPECT_EQ(misnamed_as("notes.txt", Format::unknown), Format::unknown);
  EXPECT_EQ(misnamed_as("photo.jpg", Format::unknown), Format::unknown);
}

}  // namespace
}  // namespace stripmeta
