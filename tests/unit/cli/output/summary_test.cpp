#include "cli/output/summary.hpp"

#include <gtest/gtest.h>

#include <string>

namespace stripmeta::cli {
namespace {

Report report_of_photo() {
  Report report;
  report.format = Format::jpeg;
  report.bytes_in = 1234567;
  report.bytes_out = 1200001;
  report.add(Kind::exif, Fate::removed, 30000, HoldSet{}.add(Holds::serial).add(Holds::gps).add(Holds::maker_note));
  report.add(Kind::orientation, Fate::kept, 36);
  report.add(Kind::comment, Fate::removed, 100);
  report.add(Kind::comment, Fate::removed, 10);
  report.add(Kind::layout, Fate::removed, 2);
  return report;
}

TEST(naming_note, warns_of_a_name_with_another_format) {
  Report report;
  report.format = Format::png;
  EXPECT_EQ(naming_note("a.JPG", report), "; the name says JPEG, but it is PNG");
  EXPECT_EQ(naming_note("a.png", report), "");
}

TEST(strip_summary, lists_what_was_removed) {
  EXPECT_EQ(strip_summary(report_of_photo()),
            "removed exif (gps, serial, maker note), comment; 1,234,567 -> 1,200,001 bytes");
}

TEST(strip_summary, says_that_nothing_was_removed) {
  Report report;
  report.bytes_in = report.bytes_out = 500;
  report.add(Kind::jfif, Fate::kept, 18);
  EXPECT_EQ(strip_summary(report), "nothing to remove; 500 -> 500 bytes");
  report.bytes_out = 498;
  report.add(Kind::layout, Fate::removed, 2);
  EXPECT_EQ(strip_summary(report), "nothing to remove, layout rewritten; 500 -> 498 bytes");
}

TEST(strip_summary, warns_of_a_missing_end) {
  Report report;
  report.bytes_in = 500;
  report.bytes_out = 502;
  report.truncated = true;
  EXPECT_EQ(strip_summary(report),
            "nothing to remove; 500 -> 502 bytes; the end of the image was missing and was added; hidden "
            "text after it may remain (use --strict to refuse such files)");
}

TEST(check_summary, leaves_the_layout_out) {
  EXPECT_EQ(check_summary(report_of_photo()), "not clean: exif (gps, serial, maker note), comment");
  Report report;
  report.add(Kind::layout, Fate::removed, 2);
  EXPECT_EQ(check_summary(report), "clean");
}

TEST(check_summary, names_a_missing_end) {
  Report report;
  report.truncated = true;
  EXPECT_EQ(check_summary(report), "not clean: the end of the image is missing");
  report.add(Kind::xmp, Fate::removed, 2);
  EXPECT_EQ(check_summary(report), "not clean: xmp, the end of the image is missing");
}

TEST(parts_table, aligns_its_columns) {
  EXPECT_EQ(parts_table(report_of_photo()),
            "  parts\n"
            "    exif         1 x  30,000 bytes  removed  gps, serial, maker note\n"
            "    orientation  1 x      36 bytes  kept\n"
            "    comment      2 x     110 bytes  removed\n"
            "    layout       1 x       2 bytes  removed\n");
}

TEST(parts_table, is_empty_without_parts) {
  EXPECT_EQ(parts_table({}), "");
}

TEST(heading, names_format_and_size) {
  auto report = report_of_photo();
  EXPECT_EQ(heading(report), "jpeg, 1,234,567 bytes\n");
  report.truncated = true;
  EXPECT_EQ(heading(report), "jpeg, 1,234,567 bytes, the end of the image is missing\n");
}

TEST(held_summary, lists_what_matters_to_a_person) {
  EXPECT_EQ(held_summary(report_of_photo(), held(report_of_photo())), "gps, serial, maker note");
  Report report;
  report.add(Kind::layout, Fate::removed, 2);
  report.add(Kind::jfif, Fate::kept, 18);
  EXPECT_EQ(held_summary(report, held(report)), "nothing personal");
  report.add(Kind::comment, Fate::removed, 2);
  EXPECT_EQ(held_summary(report, held(report)), "other metadata: comment");
  report.add(Kind::gain_map, Fate::kept, 2, HoldSet{}.add(Holds::gain_map));
  EXPECT_EQ(held_summary(report, held(report)), "gain map");
}

TEST(values_table, gathers_groups_and_aligns_names) {
  EXPECT_EQ(values_table({{"gps", "Position", "51.5, -0.1"},
                          {"exif", "Make", "Canon"},
                          {"maker_note", "Vendor", "Canon, 1,234 bytes"},
                          {"exif", "DateTimeOriginal", "2024:01:02 03:04:05"},
                          {"exif", "Größe", "x"}}),
            "  gps\n"
            "    Position  51.5, -0.1\n"
            "  exif\n"
            "    Make              Canon\n"
            "    DateTimeOriginal  2024:01:02 03:04:05\n"
            "    Größe             x\n"
            "  maker note\n"
            "    Vendor  Canon, 1,234 bytes\n");
  EXPECT_EQ(values_table({}), "");
}

TEST(values_table, does_not_shift_values_for_one_long_name) {
  const std::string longest(40, 'n');
  EXPECT_EQ(values_table({{"xmp", longest, "v"}, {"xmp", "a", "w"}}),
            "  xmp\n    " + longest + "  v\n    a" + std::string(31, ' ') + "  w\n");
}

TEST(values_table, is_safe_for_a_terminal) {
  EXPECT_EQ(values_table({{"x\x1b", "n\n", "\x1b[31mred\r\x07"}}), "  x\\x1b\n    n\\x0a  \\x1b[31mred\\x0d\\x07\n");
}

TEST(error_sentence, names_the_byte) {
  EXPECT_EQ(error_sentence({ErrorKind::malformed, "a segment is too long", 12345}),
            "a segment is too long (at byte 12,345)");
  EXPECT_EQ(error_sentence({ErrorKind::upstream, "no\x1b", std::nullopt}), "no\\x1b");
}

}  // namespace
}  // namespace stripmeta::cli
