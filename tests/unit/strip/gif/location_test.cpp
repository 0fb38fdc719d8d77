// GIFs under the policy `location`.
#include <gtest/gtest.h>

#include "support/cpp/gif_bytes.hpp"
#include "support/cpp/location_bytes.hpp"

namespace stripmeta::test {
namespace {

TEST(LocationGif, XmpIsClearedInPlace) {
  expect_located(gif::with(gif::xmp(located_xmp)), gif::with(gif::xmp(cleared_xmp)));
  expect_untouched(gif::with(gif::loop() + gif::comment("GPS") + gif::xmp(cleared_xmp)));
}

TEST(LocationGif, WhatMayHoldAPlaceGoes) {
  expect_located(gif::with(gif::application("XMP DataXMP", gif::parts(located_xmp))), gif::plain);
  expect_located(gif::with(gif::application("SOMEONES1.0", gif::parts("GPS 52"))), gif::plain);
  expect_untouched(gif::with(gif::application("SOMEONES1.0", gif::parts("x"))));
  expect_located(gif::plain + "moov", gif::plain);
  expect_untouched(gif::plain.substr(0, gif::plain.size() - 1));
}

}  // namespace
}  // namespace stripmeta::test
