// WebPs under the policy `location`.
#include <gtest/gtest.h>

#include "support/cpp/location_bytes.hpp"
#include "support/cpp/webp_bytes.hpp"

namespace stripmeta::test {
namespace {

const auto [located_exif, cleared_exif] = located_tiff();
constexpr int both = webp_exif | 0x04;  // and XMP

TEST(LocationWebp, ExifAndXmpAreClearedInPlace) {
  const auto file = [](const std::string& exif, const std::string& xmp) {
    return riff(canvas(both) + vp8 + chunk("EXIF", exif) + chunk("XMP ", xmp));
  };
  expect_located(file(located_exif, located_xmp), file(cleared_exif, cleared_xmp));
  expect_located(file(lit("Exif\0\0") + located_exif, located_xmp), file(lit("Exif\0\0") + cleared_exif, cleared_xmp));
  expect_untouched(file(orientation_tiff(6), cleared_xmp));
}

TEST(LocationWebp, UnreadableChunksGoWithTheirFlags) {
  const auto exif = chunk("EXIF", located_exif);
  const auto result = expect_located(riff(canvas(both) + vp8 + exif + chunk("XMP ", "<open>")),
                                     riff(canvas(webp_exif) + vp8 + chunk("EXIF", cleared_exif)));
  expect_removed(result, Kind::xmp, 14);
}

TEST(LocationWebp, FramesAreSearched) {
  const auto file = [](const std::string& exif, const std::string& other) {
    const auto frame = chunk("ANMF", std::string(16, '\0') + vp8 + chunk("EXIF", exif) + chunk("what", other));
    return riff(canvas(0x02) + chunk("ANIM", std::string(6, '\0')) + frame);
  };
  expect_located(file(located_exif, "GPSLatitude."), file(cleared_exif, std::string(12, '\0')));
}

TEST(LocationWebp, ChunksThatMayHoldAPlaceGo) {
  expect_located(riff(canvas(webp_exif) + vp8 + chunk("EXIF", located_exif) + chunk("C2PA", "jumb") +
                      chunk("IPTC", lit("8BIM\4\4"))),
                 riff(canvas(webp_exif) + vp8 + chunk("EXIF", cleared_exif)));
  expect_untouched(riff(vp8 + chunk("C2PA", "jumb") + chunk("IART", "me")));
  expect_located(simple_webp + "moov", simple_webp);
}

}  // namespace
}  // namespace stripmeta::test
