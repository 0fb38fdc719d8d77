// Pictures behind a picture, under the policy `location`: each is judged as the file that it is.
#include <gtest/gtest.h>

#include "support/cpp/gain_map_bytes.hpp"
#include "support/cpp/location_bytes.hpp"
#include "support/cpp/png_bytes.hpp"

namespace stripmeta::test {
namespace {

const auto [located_exif, cleared_exif] = located_tiff();

std::string png_with_exif(const std::string& exif, const std::string& xmp) {
  return png::with(png::chunk("eXIf", exif) + png::itxt("XML:com.adobe.xmp", xmp));
}

TEST(LocationTrailer, APictureOfAnyFormatIsClearedInPlace) {
  for (const auto& padding : {std::string{}, std::string(3, '\0'), std::string(3, '\xFF')}) {
    const auto front = minimal + padding;
    expect_located(front + png_with_exif(located_exif, located_xmp), front + png_with_exif(cleared_exif, cleared_xmp));
    expect_located(front + located_exif, front + cleared_exif);
    expect_untouched(front + png_with_exif(cleared_exif, cleared_xmp));
    expect_untouched(front + soi + exif_segment(cleared_exif) + picture);
  }
  expect_located(png::plain + png_with_exif(located_exif, located_xmp),
                 png::plain + png_with_exif(cleared_exif, cleared_xmp));
}

TEST(LocationTrailer, WhatCannotBeClearedInPlaceIsCutFromThePicture) {
  const auto xmp = png::itxt("XML:com.adobe.xmp", located_xmp, true);
  expect_located(minimal + png::with(xmp), minimal + png::plain);
}

TEST(LocationTrailer, PicturesThatAnMpfListsAreFollowed) {
  const auto second = [](const std::string& tiff) { return soi + exif_segment(tiff) + picture; };
  const std::string gap = "a text of no place";
  const std::string place = "GPS 52.5 N, 13.4 E";
  ASSERT_EQ(gap.size(), place.size());
  const auto file = [](const std::string& between, const std::string& other) {
    return with_second("", other, between);
  };
  expect_untouched(file(gap, second(cleared_exif)));
  expect_located(file(gap, second(located_exif)), file(gap, second(cleared_exif)));
  expect_located(file(place, second(located_exif)), file(std::string(place.size(), '\0'), second(cleared_exif)));
}

}  // namespace
}  // namespace stripmeta::test
