// JPEGs under the policy `location`: what goes whole, and what of a broken file becomes.
#include <gtest/gtest.h>

#include "support/location_bytes.hpp"

namespace stripmeta::test {
namespace {

const std::string located_exif = exif_segment(located_tiff().before);
const std::string cleared_exif = exif_segment(located_tiff().after);
const std::string credentials = segment(0xEB, lit("JP\0\1\0\0\0\1\0\0\0\x10") + "jumbc2pa manifest");

std::string zeros(const std::string& segment) {
  return segment.substr(0, 4) + std::string(segment.size() - 4, '\0');
}

TEST(LocationJpeg, WithoutAPositionEveryByteStays) {
  expect_untouched(minimal);
  expect_untouched(soi + jfif + segment(0xFE, "GPS by hand") + segment(0xE5, "private") + mpf_segment({0}) + picture);
  expect_untouched(soi + bytes({0xFF}) + tables + sos() + scan + "junk" + eoi + "a trailer");
  expect_untouched(soi + credentials + picture);
}

TEST(LocationJpeg, SegmentsKeepTheirLengths) {
  expect_located(soi + located_exif + xmp_segment(located_xmp) + mpf_segment({0}) + picture,
                 soi + cleared_exif + xmp_segment(cleared_xmp) + mpf_segment({0}) + picture);
}

TEST(LocationJpeg, ExtendedXmpGoesWhole) {
  const auto extension = segment(0xE1, lit("http://ns.adobe.com/xmp/extension/\0") + "whatever");
  const auto result = expect_located(soi + extension + picture, soi + zeros(extension) + picture);
  expect_removed(result, Kind::extended_xmp, extension.size() - 4);
}

TEST(LocationJpeg, ASegmentThatMayHoldAPlaceGoesWhole) {
  const auto unknown = segment(0xE6, "GoPro GPS5l");
  const auto thermal = segment(0xE1, lit("FLIR\0records"));
  expect_located(soi + unknown + thermal + picture, soi + zeros(unknown) + zeros(thermal) + picture);
}

TEST(LocationJpeg, C2paGoesWhereAnythingChanges) {
  const auto result =
      expect_located(soi + located_exif + credentials + picture, soi + cleared_exif + zeros(credentials) + picture);
  expect_removed(result, Kind::c2pa, credentials.size() - 4);
  const auto located = segment(0xEB, lit("JP\0\1\0\0\0\1\0\0\0\x10") + "jumbc2pa exif:GPSLatitude");
  expect_located(soi + located + picture, soi + zeros(located) + picture);
}

TEST(LocationJpeg, ATrailerStaysUnlessItMayHoldAPlace) {
  expect_untouched(minimal + "bytes that say nothing");
  const std::string film =
      lit("\0\0\0\x10"
          "ftypmp42\0\0\0\0");
  const auto result = expect_located(minimal + film, minimal);
  expect_removed(result, Kind::trailer, film.size());
  EXPECT_TRUE(result.report.removed_holds().contains(Holds::video));
}

TEST(LocationJpeg, FurtherPicturesAreCleanedWhereTheyStand) {
  const auto second = soi + located_exif + picture;
  const auto cleared = soi + cleared_exif + picture;
  expect_located(minimal + second, minimal + cleared);
  expect_located(minimal + std::string(5, '\0') + second + second, minimal + std::string(5, '\0') + cleared + cleared);
  expect_located(minimal + second + "moov", minimal + cleared);
}

TEST(LocationJpeg, APictureWithoutEndIsNotCompleted) {
  const auto cut = soi + located_exif + tables + sos() + scan;
  expect_located(cut, soi + cleared_exif + tables + sos() + scan);
  expect_untouched(soi + tables + sos() + scan + "\xFF");
  const auto result = strip(cut, *make_policy({.preset = "location", .strict = true}));
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->kind, ErrorKind::truncated);
}

TEST(LocationJpeg, WhatIsRefusedOtherwiseIsRefusedAlike) {
  for (const auto& file : {soi, soi + eoi, soi + soi + picture, soi + tables, soi + located_exif.substr(0, 20)}) {
    const auto ordinary = strip(file);
    const auto result = strip(file, location);
    ASSERT_TRUE(ordinary.error && result.error);
    EXPECT_EQ(result.error->kind, ordinary.error->kind);
    EXPECT_EQ(result.error->offset, ordinary.error->offset);
    EXPECT_EQ(result.error->message, ordinary.error->message);
    EXPECT_EQ(result.output, "");
  }
}

TEST(LocationJpeg, NeedsTheWholeInput) {
  Policy small = location;
  small.max_whole_bytes = minimal.size() - 1;
  Stripper stripper{small};
  Stripped result;
  feed_copy(stripper, minimal, result);
  EXPECT_EQ(stripper.need(), Need::whole);
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->kind, ErrorKind::too_large);
}

TEST(LocationJpeg, AStripperServesOneFileAfterAnother) {
  Stripper stripper{location};
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(strip_with(stripper, soi + located_exif + picture).output, soi + cleared_exif + picture);
    stripper.reset();
  }
}

}  // namespace
}  // namespace stripmeta::test
