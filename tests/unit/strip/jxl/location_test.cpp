// JPEG XLs under the policy `location`.
#include <gtest/gtest.h>

#include "support/cpp/jxl_bytes.hpp"
#include "support/cpp/location_bytes.hpp"

namespace stripmeta::test {
namespace {

const auto [located_exif, cleared_exif] = located_tiff();

TEST(LocationJxl, ExifAndXmpAreClearedInPlace) {
  const auto file = [](const std::string& exif, const std::string& xmp) {
    return jxl_front + box("Exif", be32(0) + exif) + jxlc + box("xml ", xmp);
  };
  expect_located(file(located_exif, located_xmp), file(cleared_exif, cleared_xmp));
  const auto by_id = [](const std::string& exif, const std::string& xmp) {
    return plain_jxl + box("uuid", exif_uuid + exif) + box("uuid", xmp_uuid + xmp);
  };
  expect_located(by_id(located_exif, located_xmp), by_id(cleared_exif, cleared_xmp));
  expect_untouched(plain_jxl);
  expect_untouched(codestream);
}

TEST(LocationJxl, CompressedBoxesGo) {
  const auto packed = box("brob", "Exif unread");
  expect_removed(expect_located(jxl_front + packed + jxlc, plain_jxl), Kind::box, packed.size());
  const auto old = box("jbrd", "unread");
  expect_removed(expect_located(jxl_front + old + jxlc, plain_jxl), Kind::reconstruction, old.size());
}

TEST(LocationJxl, BoxesThatMayHoldAPlaceGo) {
  expect_located(plain_jxl + box("prvt", "GPS 52"), plain_jxl);
  expect_untouched(plain_jxl + box("prvt", "x") + box("jumb", "c2pa"));
  expect_located(plain_jxl + box("jumb", "c2pa") + box("brob", "xml unread"), plain_jxl);
  expect_untouched(plain_jxl + box("uuid", c2pa_uuid));
  expect_located(plain_jxl + box("uuid", c2pa_uuid) + box("brob", "xml unread"), plain_jxl);
  expect_located(plain_jxl + last_box("xml ", "<open>"), plain_jxl);
}

TEST(LocationJxl, WhatFollowsTheLastFrameGoesIfItMayHoldAPlace) {
  const std::string place = "GPS 52.5 N, and so on";
  const std::string zeros(place.size(), '\0');
  expect_located(codestream + place, codestream);
  const auto open = jxl_front + last_box("jxlc", codestream);
  expect_located(open + place, open);
  expect_located(jxl_front + box("jxlc", codestream + place), jxl_front + box("jxlc", codestream + zeros));
  expect_located(jxl_front + jxlp(0, false, codestream) + jxlp(1, true, place),
                 jxl_front + jxlp(0, false, codestream) + jxlp(1, true, zeros));
  expect_untouched(codestream + "a text");
  expect_untouched(jxl_front + box("jxlc", codestream + "a text"));
}

}  // namespace
}  // namespace stripmeta::test
