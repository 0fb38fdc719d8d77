// TIFF files under the policy `location`.
#include <gtest/gtest.h>

#include "support/cpp/location_bytes.hpp"
#include "support/cpp/tiff_bytes.hpp"

namespace stripmeta::test {
namespace {

Stripped located(const std::string& input) {
  const auto result = strip(input, location);
  EXPECT_FALSE(result.error) << result.error->message;
  EXPECT_EQ(result.output.size(), input.size()) << "nothing moves";
  return expect_located(input, result.output);
}

class LocationTiff : public testing::TestWithParam<bool> {};

TEST_P(LocationTiff, GpsGoesOfEachPage) {
  for (const bool little : {true, false}) {
    TiffMaker maker{little, GetParam()};
    for (int i = 0; i < 2; ++i) {
      const auto gps = maker.directory({TiffMaker::text(1, "N"), maker.rational(2, 0x5A5A5A5A)});
      maker.page(maker.grey({maker.longs(34853, {gps}), TiffMaker::text(305, "software")}));
    }
    const auto result = located(maker.bytes());
    EXPECT_EQ(find_row(result.report, Kind::exif, Fate::removed)->count, 2U);
    EXPECT_EQ(result.output.find("ZZZZ"), std::string::npos);
    EXPECT_NE(result.output.find("software"), std::string::npos);
  }
}

TEST_P(LocationTiff, GeoTagsGo) {
  TiffMaker maker{true, GetParam()};
  maker.page(maker.grey({{34737, 2, 16, "a place on earth"}, maker.shorts(34735, {1, 1, 0, 0})}));
  const auto result = located(maker.bytes());
  EXPECT_EQ(find_row(result.report, Kind::geo, Fate::removed)->count, 2U);
  EXPECT_EQ(result.output.find("earth"), std::string::npos);
}

TEST_P(LocationTiff, TextsArePatchedInTheirTags) {
  TiffMaker maker{true, GetParam()};
  const auto iptc = iptc_dataset(90, "Rome") + iptc_dataset(120, "caption");
  maker.page(maker.grey({{700, 1, located_xmp.size(), located_xmp}, {33723, 7, iptc.size(), iptc}}));
  const auto result = located(maker.bytes());
  EXPECT_NE(result.output.find(cleared_xmp), std::string::npos);
  EXPECT_NE(result.output.find(iptc_dataset(120, "caption") + std::string(9, '\0')), std::string::npos);
}

TEST_P(LocationTiff, StripsThatAreJpegsAreCleared) {
  TiffMaker maker{true, GetParam()};
  const auto [before, after] = located_tiff();
  maker.page(maker.jpeg(soi + exif_segment(before) + picture));
  EXPECT_NE(located(maker.bytes()).output.find(soi + exif_segment(after) + picture), std::string::npos);
}

TEST_P(LocationTiff, WithoutAPositionEveryByteStays) {
  TiffMaker maker{true, GetParam()};
  maker.page(maker.grey({TiffMaker::text(305, "GPS"), {52545, 7, 8, "manifest"}}));
  expect_untouched(maker.bytes());
}

TEST_P(LocationTiff, C2paGoesWhereAnythingChanges) {
  TiffMaker maker{true, GetParam()};
  maker.page(maker.grey({{700, 1, located_xmp.size(), located_xmp}, {52545, 7, 10, "a manifest"}}));
  const auto result = located(maker.bytes());
  EXPECT_EQ(find_row(result.report, Kind::c2pa, Fate::removed)->count, 1U);
  EXPECT_EQ(result.output.find("manifest"), std::string::npos);
}

TEST_P(LocationTiff, APositionAmongThePixelsIsRefused) {
  TiffMaker maker{true, GetParam()};
  const auto strip_at = maker.bytes().size();  // where the picture of the page comes to stand
  const std::string directory =
      GetParam() ? lit("\1\0\0\0\0\0\0\0\1\0\2\0\2\0\0\0\0\0\0\0N\0\0\0\0\0\0\0") + std::string(8, '\0')
                 : lit("\1\0\1\0\2\0\2\0\0\0N\0\0\0") + std::string(4, '\0');
  maker.page(maker.grey({maker.longs(34853, {strip_at})}, directory));
  const auto result = strip(maker.bytes(), location);
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->kind, ErrorKind::malformed);
  EXPECT_EQ(result.output, "");
}

INSTANTIATE_TEST_SUITE_P(Sizes, LocationTiff, testing::Bool());

}  // namespace
}  // namespace stripmeta::test
