// PNGs under the policy `location`.
#include <gtest/gtest.h>

#include "support/cpp/location_bytes.hpp"
#include "support/cpp/png_bytes.hpp"

namespace stripmeta::test {
namespace {

const auto [located_exif, cleared_exif] = located_tiff();

TEST(LocationPng, ExifAndXmpAreClearedInPlace) {
  const std::string keyword = "XML:com.adobe.xmp";
  const auto before = png::chunk("eXIf", located_exif) + png::itxt(keyword, located_xmp);
  const auto after = png::chunk("eXIf", cleared_exif) + png::itxt(keyword, cleared_xmp);
  expect_located(png::with(before), png::with(after));
  expect_located(png::with("", before), png::with("", after));
  expect_located(png::with(png::chunk("eXIf", lit("Exif\0\0") + located_exif)),
                 png::with(png::chunk("eXIf", lit("Exif\0\0") + cleared_exif)));
}

TEST(LocationPng, AnExifThatDecodersIgnoreGoesIfItHoldsAPlace) {
  const auto ignored = png::spoilt("eXIf", located_exif);
  expect_removed(expect_located(png::with(ignored), png::plain), Kind::exif, ignored.size());
  expect_untouched(png::with(png::spoilt("eXIf", cleared_exif)));
}

TEST(LocationPng, CompressedTextGoesIfItHoldsAPlaceOrCannotBeRead) {
  expect_untouched(png::with(png::ztxt("Comment", "about") + png::itxt("XML:com.adobe.xmp", cleared_xmp, true)));
  const auto xmp = png::itxt("XML:com.adobe.xmp", located_xmp, true);
  expect_removed(expect_located(png::with(xmp), png::plain), Kind::xmp, xmp.size());
  const auto profile = png::ztxt("Raw profile type exif", png::raw_profile("exif", lit("Exif\0\0") + located_exif));
  expect_removed(expect_located(png::with(profile), png::plain), Kind::exif, profile.size());
  const auto damaged = png::chunk("zTXt", lit("Comment\0\0") + "no stream");
  expect_removed(expect_located(png::with(damaged), png::plain), Kind::text, damaged.size());
  const auto large = png::ztxt("Comment", std::string(std::size_t{5} << 20U, 'x'));
  expect_located(png::with(large + large), png::with(large));
}

TEST(LocationPng, RawProfilesGoIfTheyHoldAPlace) {
  const auto raw = [](const std::string& name, const std::string& data) {
    return png::text("Raw profile type " + name, png::raw_profile(name, data));
  };
  for (const auto& part : {raw("exif", lit("Exif\0\0") + located_exif), raw("APP1", lit("Exif\0\0") + located_exif),
                           raw("xmp", located_xmp), raw("iptc", iptc_dataset(90, "Rome"))}) {
    expect_located(png::with(part), png::plain);
  }
  const Tiff t;
  expect_untouched(png::with(raw("exif", lit("Exif\0\0") + t.header() + t.ifd({t.short_entry(274, 6)}))));
  expect_untouched(png::with(raw("iptc", iptc_dataset(120, "Rome")) + raw("xmp", cleared_xmp)));
}

TEST(LocationPng, TextGoesByItsKeyword) {
  for (const std::string keyword : {"exif:GPSLatitude", "City", "photoshop:Country"}) {
    expect_located(png::with(png::text(keyword, "x")), png::plain);
  }
  expect_untouched(png::with(png::text("Description", "GPS, City, Latitude") + png::chunk("tIME", "1234567")));
}

TEST(LocationPng, AChunkThatMayHoldAPlaceGoesAndApplesIndexWithIt) {
  const auto unknown = png::chunk("prVt", "GPSLatitude");
  const auto index = png::chunk("iDOT", std::string(28, '\1'));
  expect_located(png::with(unknown + index), png::plain);
  expect_untouched(png::with(index + png::chunk("prVt", "x")));
  expect_located(png::with(png::chunk("iDOT", "GPSLatitude") + unknown), png::plain);
}

TEST(LocationPng, C2paGoesIfAnythingChanges) {
  const auto manifest = png::chunk("caBX", "c2pa");
  expect_untouched(png::with(manifest));
  expect_located(png::with(manifest + png::chunk("eXIf", located_exif)), png::with(png::chunk("eXIf", cleared_exif)));
}

TEST(LocationPng, ATrailerThatMayHoldAPlaceGoes) {
  expect_located(png::plain + "moov", png::plain);
  expect_untouched(png::plain + "x");
  expect_untouched(png::plain.substr(0, png::plain.size() - 12));
}

}  // namespace
}  // namespace stripmeta::test
