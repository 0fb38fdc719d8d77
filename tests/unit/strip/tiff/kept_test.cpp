// Authorship and panoramas in a TIFF: four tags of its first page.
#include <gtest/gtest.h>

#include "support/cpp/rights_bytes.hpp"
#include "support/cpp/tiff_bytes.hpp"
#include "support/cpp/tiff_reader.hpp"

namespace stripmeta::test {
namespace {

// "tag:value" of each such tag, with "|" between pages.
std::string rights_of(const std::string& file, const Policy& policy = archive) {
  const auto output = kept_of(file, policy);
  TiffReader reader{output};
  std::string all;
  for (const auto& page : reader.pages()) {
    if (&page != &reader.pages().front()) all += "|";
    for (const auto tag : {315U, 700U, 33432U, 33723U}) {
      const auto entry = page.find(tag);
      if (entry != page.end()) all += std::to_string(tag) + ":" + std::string{entry->second.value} + " ";
    }
  }
  return all;
}

std::string file_of(const std::vector<TiffValue>& more, bool little = true, bool big = false) {
  TiffMaker maker{little, big};
  maker.page(maker.grey(more));
  return maker.bytes();
}

TEST(TiffKept, RightsStayInTheirTags) {
  const std::vector all{TiffMaker::text(270, "no"),
                        TiffMaker::text(315, lit("Jo Doe\0")),
                        TiffMaker::blob(700, rights_packet),
                        TiffMaker::text(33432, lit("one\0two\0hidden\0")),
                        TiffMaker::blob(33723, iptc_dataset(5, "no") + rights_iptc),
                        TiffMaker::blob(34377, "8BIM")};
  for (const bool little : {true, false}) {
    for (const bool big : {true, false}) {
      EXPECT_EQ(rights_of(file_of(all, little, big)),
                lit("315:Jo Doe\0 ") + "700:" + made_packet + lit(" 33432:one\0two\0 ") + "33723:" + rights_iptc + " ");
      EXPECT_EQ(rights_of(file_of(all, little, big), {}), "") << "by policy alone";
    }
  }
}

TEST(TiffKept, AuthorshipComesFromTheFirstPage) {
  TiffMaker maker;
  maker.page(maker.grey());
  maker.page(maker.grey({TiffMaker::text(315, lit("Jo\0")), TiffMaker::blob(700, rights_packet)}));
  EXPECT_EQ(rights_of(maker.bytes()), "|");
}

TEST(TiffKept, ShortValuesStandInTheEntry) {
  EXPECT_EQ(rights_of(file_of({TiffMaker::text(315, lit("Jo\0")), TiffMaker::text(33432, "(c)!")})),
            lit("315:Jo\0 33432:(c)!\0 "));
}

TEST(TiffKept, TextsAreTextAndBounded) {
  EXPECT_EQ(rights_of(file_of({TiffMaker::text(315, lit(" J\x01o\n\xFC \0hidden"))})), lit("315:Jo \xFC\0 "));
  EXPECT_EQ(rights_of(file_of({TiffMaker::blob(315, "Jo")})), "") << "its type is not text";
  EXPECT_EQ(rights_of(file_of({TiffMaker::text(315, std::string(1000, 'x'))})).size(), 1006U);
  EXPECT_EQ(rights_of(file_of({TiffMaker::text(315, std::string(1001, 'x'))})), "");
  EXPECT_EQ(rights_of(file_of({TiffMaker::text(315, lit("\0")), {315, 2, 0, ""}})), "") << "empty";
  EXPECT_EQ(rights_of(file_of({{700, 7, 0, ""}, {33723, 7, 0, ""}})), "");
}

TEST(TiffKept, ValuesThatOverlapAreWrittenOnce) {
  TiffMaker maker;
  const auto at = maker.number(maker.put(std::string(900, 'x') + lit("\0")), 4);
  auto values = maker.grey();
  values.push_back({315, 2, 901, at});
  values.push_back({33432, 2, 901, at});
  maker.page(values);
  EXPECT_EQ(rights_of(maker.bytes()), "315:" + std::string(900, 'x') + lit("\0 "));
}

TEST(TiffKept, APanoramaStays) {
  EXPECT_EQ(rights_of(file_of({TiffMaker::text(315, "Jo Doe"), TiffMaker::blob(700, sphere_packet)}), panorama),
            "700:" + made_sphere + " ");
}

TEST(TiffKept, NothingIsKeptInAStrip) {
  TiffMaker maker;
  maker.page(maker.jpeg(soi + exif_segment(made_tiff) + xmp_segment(rights_packet) + picture));
  const auto output = kept_of(maker.bytes());
}

}  // namespace
}  // namespace stripmeta::test
