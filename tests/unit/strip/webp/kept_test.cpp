// Rights and panorama in a WebP: rebuilt EXIF and XMP chunks, and their flags.
#include <gtest/gtest.h>

#include "support/cpp/rights_bytes.hpp"
#include "support/cpp/webp_bytes.hpp"

namespace stripmeta::test {
namespace {

TEST(WebpKept, RightsStayInTheirPlace) {
  const auto both = canvas(webp_exif | webp_xmp);
  EXPECT_EQ(kept_of(riff(both + vp8 + chunk("EXIF", made_tiff) + chunk("XMP ", rights_packet) + chunk("C2PA", "no"))),
            riff(both + vp8 + chunk("EXIF", made_tiff) + chunk("XMP ", made_packet)));
  EXPECT_EQ(kept_of(riff(both + vp8 + chunk("XMP ", rights_packet))),
            riff(canvas(webp_xmp) + vp8 + chunk("XMP ", made_packet)));
  EXPECT_EQ(kept_of(riff(both + vp8 + chunk("XMP ", rights_packet)), {}), riff(canvas(0) + vp8));
}

TEST(WebpKept, OnlyTheFirstChunkWithItsFlagCounts) {
  EXPECT_EQ(kept_of(riff(canvas(0) + vp8 + chunk("XMP ", rights_packet))), riff(canvas(0) + vp8));
  EXPECT_EQ(kept_of(riff(canvas(webp_xmp) + vp8 + chunk("XMP ", "damaged") + chunk("XMP ", rights_packet))),
            riff(canvas(0) + vp8));
}

TEST(WebpKept, APanoramaStays) {
  const auto file = canvas(webp_xmp | webp_animation) + anim + frame(vp8);
  EXPECT_EQ(kept_of(riff(file + chunk("XMP ", sphere_packet)), panorama), riff(file + chunk("XMP ", made_sphere)));
}

TEST(WebpKept, PaddingIsZero) {
  auto odd = made_packet;
  odd.replace(odd.find("Jo<"), 2, odd.size() % 2 == 0 ? "Joe" : "Jo");
  ASSERT_EQ(odd.size() % 2, 1U);
  const auto clean = riff(canvas(webp_xmp) + vp8 + chunk("XMP ", odd));
  EXPECT_EQ(kept_of(clean), clean);
  auto dirty = clean;
  dirty.back() = 'P';
  EXPECT_EQ(kept_of(dirty), clean);
  EXPECT_FALSE(strip(dirty, archive).report.clean());
}

}  // namespace
}  // namespace stripmeta::test
