// The ids of uuid boxes, and Exif's offset.
#include "strip/bmff/payload.hpp"

#include <gtest/gtest.h>

#include "support/cpp/heif_bytes.hpp"

namespace stripmeta::test {
namespace {

Bytes view(const std::string& text) {
  return std::as_bytes(std::span{text});
}

TEST(BoxPayload, AnIdSaysWhatAUuidBoxHolds) {
  const auto kind_of = [](const std::string& payload) { return bmff::uuid_kind(view(payload)); };
  EXPECT_EQ(kind_of(xmp_uuid + "<x/>"), Kind::xmp);
  EXPECT_EQ(kind_of(exif_uuid), Kind::exif);
  EXPECT_EQ(kind_of(c2pa_uuid), Kind::c2pa);
  EXPECT_EQ(kind_of(std::string(16, 'u') + "c2pa"), Kind::uuid);
  EXPECT_EQ(kind_of(xmp_uuid.substr(0, 15)), Kind::uuid);
  const auto packet = xmp_uuid + "<x/>";
  EXPECT_EQ(as_text(bmff::uuid_content(view(packet))), "<x/>");
  EXPECT_TRUE(bmff::uuid_content(view("short")).empty());
}

TEST(BoxPayload, ExifStandsWhereItsFirstBytesSay) {
  const auto offset = [](const std::string& payload) { return bmff::exif_offset(view(payload)); };
  EXPECT_EQ(offset(be32(0) + "II"), 4U);
  EXPECT_EQ(offset(be32(6) + lit("Exif\0\0") + "II"), 10U);
  EXPECT_EQ(offset(be32(7) + "II"), 6U) << "past the end";
  EXPECT_EQ(offset(be32(UINT32_MAX)), 4U);
  EXPECT_EQ(offset("123"), 3U);
  EXPECT_EQ(offset(""), 0U);
}

}  // namespace
}  // namespace stripmeta::test
