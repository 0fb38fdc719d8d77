// JPEG 2000s under the policy `location`.
#include <gtest/gtest.h>

#include "support/cpp/jp2_bytes.hpp"
#include "support/cpp/location_bytes.hpp"

namespace stripmeta::test {
namespace {

using namespace jp2;

const auto [located_exif, cleared_exif] = located_tiff();

TEST(LocationJp2, ExifAndXmpAreClearedWhereTheyStand) {
  const auto everywhere = [](const std::string& exif, const std::string& xmp) {
    const auto boxes = box("uuid", exif_uuid + exif) + box("uuid", exif_uuid + lit("Exif\0\0") + exif) +
                       box("uuid", xmp_uuid + xmp) + box("xml ", xmp);
    return front + boxes + header(grey + boxes) + box("jp2c", stream) + boxes;
  };
  expect_located(everywhere(located_exif, located_xmp), everywhere(cleared_exif, cleared_xmp));
  expect_untouched(plain);
  expect_untouched(stream);
}

TEST(LocationJp2, BoxesThatMayHoldAPlaceGo) {
  const std::string geotiff = "\xB1\x4B\xF8\xBD\x08\x3D\x4B\x43\xA5\xAE\x8C\xD7\xD5\xA6\xCE\x03";
  const auto gml = box("xml ", "<a xmlns='http://www.opengis.net/gml'>1 2</a>");
  for (const auto& part : {box("uuid", geotiff + "II"), gml, box("asoc", box("lbl ", "gml.data") + gml),
                           box("jp2i", "GPS 52"), box("asoc", box("xml ", located_xmp)), box("xml ", "<latitude")}) {
    expect_located(front + part + header() + box("jp2c", stream) + part, plain);
  }
  expect_untouched(plain + box("jp2i", "rights") + box("jumb", "c2pa") + box("uuid", c2pa_uuid));
  expect_located(plain + box("jumb", "c2pa") + box("uuid", c2pa_uuid) + box("asoc", gml), plain);
}

TEST(LocationJp2, WithinTheHeaderTheyBecomeZeros) {
  const auto with = [](const std::string& payload) {
    return front + header(grey + box("PLAN", payload)) + box("jp2c", stream);
  };
  expect_located(with("GPS 52"), with(std::string(6, '\0')));
  expect_untouched(with("a text"));
}

TEST(LocationJp2, CommentsThatMayHoldAPlaceBecomeZeros) {
  const auto with = [](const std::string& comment) { return main_header + comment + tile_part(comment, data) + eoc; };
  const auto comment = com("GPS 51.48 N");
  for (const auto& wrapped : {+[](const std::string& codestream) { return codestream; }, +file}) {
    expect_located(wrapped(with(comment)), wrapped(with(blank(comment))));
    expect_untouched(wrapped(with(com("Created by a program"))));
  }
}

TEST(LocationJp2, WhatFollowsTheEndGoesIfItMayHoldAPlace) {
  expect_located(stream + "GPS 52", stream);
  expect_located(file(stream + "GPS 52"), file(stream + std::string(6, '\0')));
  const auto open = front + header() + last_box("jp2c", stream);
  expect_located(open + "GPS 52", open);
  expect_untouched(stream + "a text");
  expect_untouched(file(stream + "a text"));
}

}  // namespace
}  // namespace stripmeta::test
