// Rights and panorama in a PNG: rebuilt in their place.
#include <gtest/gtest.h>

#include "support/cpp/png_bytes.hpp"
#include "support/cpp/rights_bytes.hpp"

namespace stripmeta::test {
namespace {

using png::itxt;
using png::with;

const std::string xmp_keyword = "XML:com.adobe.xmp";

TEST(PngKept, RightsStayInTheirPlace) {
  const auto dirty = png::text("Author", "Jo") + png::chunk("eXIf", made_tiff) + itxt("Copyright", "\u00A9 Jo") +
                     itxt(xmp_keyword, rights_packet);
  const auto clean = png::text("Author", "Jo") + png::chunk("eXIf", made_tiff) + itxt("Copyright", "\u00A9 Jo") +
                     itxt(xmp_keyword, made_packet);
  EXPECT_EQ(kept_of(with(dirty + png::text("Comment", "no"))), with(clean));
  EXPECT_EQ(kept_of(with("", dirty + png::text("Comment", "no"))), with("", clean));
  EXPECT_EQ(kept_of(with(dirty, dirty), {}), png::plain) << "by policy alone";
}

TEST(PngKept, EachStaysOnce) {
  EXPECT_EQ(kept_of(with(png::text("Author", "Jo") + itxt("Author", "Al"),
                         png::text("Author", "Jo") + itxt(xmp_keyword, "damaged") + itxt(xmp_keyword, rights_packet))),
            with(png::text("Author", "Jo"), itxt(xmp_keyword, made_packet)));
}

TEST(PngKept, TextsAreText) {
  EXPECT_EQ(kept_of(with(png::text("Author", lit(" J\x01\xFC\nJ\0hidden")))), with(png::text("Author", "J\xFC J")));
  const std::string named = png::chunk("iTXt", lit("Author\0\0\0en\0Autor\0Jo"));
  EXPECT_EQ(kept_of(with(named)), with(itxt("Author", "Jo"))) << "names of languages may be anything";
  EXPECT_EQ(kept_of(with(itxt("Author", "J\xFC"))), png::plain) << "no UTF-8";
  EXPECT_EQ(kept_of(with(itxt("Author", "\xC0\xAF"))), png::plain) << "overlong";
  EXPECT_EQ(kept_of(with(png::text("Author", std::string(1001, 'x')))), png::plain);
  EXPECT_EQ(kept_of(with(png::text("author", "Jo") + png::text("Author", " "))), png::plain);
}

TEST(PngKept, CompressedOrDamagedTextGoes) {
  EXPECT_EQ(
      kept_of(with(png::ztxt("Author", "Jo") + itxt("Copyright", "Jo", true) + itxt(xmp_keyword, rights_packet, true))),
      png::plain);
  EXPECT_EQ(kept_of(with(png::spoilt("tEXt", lit("Author\0Jo")))), png::plain);
  EXPECT_EQ(kept_of(with(png::text(xmp_keyword, rights_packet))), png::plain) << "XMP is iTXt";
  const auto large = xmp_packet("", creator + std::string(64U << 10U, ' '));
  EXPECT_EQ(kept_of(with(itxt(xmp_keyword, large))), png::plain) << "more than is held of a chunk that goes";
}

TEST(PngKept, APanoramaStays) {
  EXPECT_EQ(kept_of(with(png::text("Author", "Jo") + itxt(xmp_keyword, sphere_packet)), panorama),
            with(itxt(xmp_keyword, made_sphere)));
}

TEST(PngKept, TheReportSaysBoth) {
  const auto result = strip(with(png::text("Author", "Jo") + png::text("Copyright", " Jo")), archive);
  ASSERT_EQ(result.report.rows.size(), 2U);
  EXPECT_EQ(find_row(result.report, Kind::text, Fate::removed)->count, 1U);
  EXPECT_EQ(find_row(result.report, Kind::copyright, Fate::kept)->bytes,
            png::text("Author", "Jo").size() + png::text("Copyright", "Jo").size());
}

TEST(PngKept, TheNextFileStartsWithoutThem) {
  Stripper stripper{archive};
  const auto file = with(png::text("Author", "Jo"));
  strip_with(stripper, file);
  stripper.reset();
  EXPECT_EQ(strip_with(stripper, file).output, file) << "which the first one's would forbid";
}

}  // namespace
}  // namespace stripmeta::test
