// JPEGs under the policy `location`: what goes whole, and what of a broken file becomes.
#include <gtest/gtest.h>

#include "support/cpp/location_bytes.hpp"
#include "support/cpp/rights_bytes.hpp"

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

TEST(LocationJpeg, ExtendedXmpGoesWholeWhereItSaysAPlaceOrCannotBeRead) {
  const auto extension = [](const std::string& part, std::size_t at = 0) {
    const auto offset = be32(static_cast<std::uint32_t>(at));
    return segment(0xE1, lit("http://ns.adobe.com/xmp/extension/\0") + std::string(32, 'D') + be32(0) + offset + part);
  };
  const auto half = located_xmp.size() / 2;
  const auto first = extension(located_xmp.substr(0, half));
  const auto second = extension(located_xmp.substr(half), half);
  const auto result = expect_located(soi + first + second + picture, soi + zeros(first) + zeros(second) + picture);
  expect_removed(result, Kind::extended_xmp, first.size() + second.size() - 8, 2);
  expect_located(soi + second + first + picture, soi + zeros(second) + zeros(first) + picture);
  expect_untouched(soi + extension(cleared_xmp.substr(0, half)) + extension(cleared_xmp.substr(half), half) + picture);
}

TEST(LocationJpeg, ThumbnailsOfJfifAndPhotoshopAreCleared) {
  const auto jfxx = [](const std::string& exif) { return segment(0xE0, lit("JFXX\0\x10") + soi + exif + picture); };
  expect_located(soi + jfif + jfxx(located_exif) + picture, soi + jfif + jfxx(cleared_exif) + picture);
  const auto resource = [](const std::string& exif) {
    const auto thumbnail = std::string(28, 'h') + soi + exif + picture;
    const auto even = thumbnail + std::string(thumbnail.size() % 2, '\0');
    return segment(0xED, lit("Photoshop 3.0\0") + "8BIM\x04\x0C" + lit("\0\0") +
                             be32(static_cast<std::uint32_t>(thumbnail.size())) + even);
  };
  expect_located(soi + resource(located_exif) + picture, soi + resource(cleared_exif) + picture);
}

TEST(LocationJpeg, ResourcesGoOnInTheNextSegment) {
  const auto split = [](const std::string& iptc) {
    const auto all = lit("8BIM\x04\x04\0\0") + be32(static_cast<std::uint32_t>(iptc.size())) + iptc;
    const auto head = lit("Photoshop 3.0\0");
    return segment(0xED, head + all.substr(0, 40)) + segment(0xED, head + all.substr(40));
  };
  const auto title = iptc_dataset(5, "a title that reaches into the next segment");
  const auto city = iptc_dataset(90, "Rome");
  expect_untouched(soi + split(title + iptc_dataset(120, "text")) + picture);
  const auto end = iptc_dataset(120, "text.");
  expect_located(soi + split(title + city + end) + picture,
                 soi + split(title + end + std::string(city.size(), '\0')) + picture);
}

// Thumbnails within thumbnails, each named by `pages` directories.
std::string nested(int levels, unsigned pages) {
  std::string inner = soi + located_exif + picture;
  for (int level = 0; level < levels; ++level) {
    const Tiff t;
    constexpr unsigned page_size = 2 + 2 * 12 + 4;
    const unsigned at = 8 + pages * page_size;
    std::string tiff = t.header();
    for (unsigned i = 1; i <= pages; ++i) {
      tiff += t.ifd({t.long_entry(0x201, at), t.long_entry(0x202, static_cast<std::uint32_t>(inner.size()))},
                    i < pages ? 8 + i * page_size : 0);
    }
    inner = soi + exif_segment(tiff + inner) + picture;
  }
  return inner;
}

TEST(LocationJpeg, ThumbnailsWithinThumbnailsHoldNoPlace) {
  for (const int levels : {1, 3, 8}) {
    for (const unsigned pages : {1U, 60U}) {
      const auto result = strip(nested(levels, pages), location);
      EXPECT_FALSE(result.error) << result.error->message;
      EXPECT_EQ(result.output.find(std::string(8, '\x11')), std::string::npos) << levels << " " << pages;
    }
  }
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
