// Rights and panorama in a JPEG: what stays stands where it stood, written anew.
#include <gtest/gtest.h>

#include "strip/base/plain_text.hpp"
#include "support/cpp/rights_bytes.hpp"

namespace stripmeta::test {
namespace {

// An Exif block with these values of Artist and Copyright, as it is written.
std::string rights_exif(const std::string& artist, const std::string& copyright) {
  return exif_segment(rights_tiff(artist, copyright));
}

const std::string made_exif = exif_segment(made_tiff);

TEST(JpegKept, RightsStayWhereTheyStood) {
  EXPECT_EQ(kept_of(soi + xmp_segment(rights_packet) + made_exif + photoshop_segment(0x0404, rights_iptc) + picture),
            soi + made_exif + xmp_segment(made_packet) + photoshop_segment(0x0404, rights_iptc) + picture);
  EXPECT_EQ(kept_of(soi + xmp_segment(rights_packet) + picture), soi + xmp_segment(made_packet) + picture);
  EXPECT_EQ(kept_of(soi + xmp_segment(rights_packet) + made_exif + picture, {}), minimal) << "by policy alone";
}

TEST(JpegKept, NothingElseStays) {
  const Tiff t;
  const std::string exif = exif_segment(
      t.header() + t.ifd({t.entry(270, 2, 4, "no!"), t.entry(315, 2, 3, "Jo"), t.entry(33432, 2, 4, "(c)")}));
  const std::string small =
      exif_segment(t.header() + t.ifd({t.entry(315, 2, 3, lit("Jo\0")), t.entry(33432, 2, 4, lit("(c)\0"))}));
  EXPECT_EQ(kept_of(soi + exif + photoshop_segment(0x0404, iptc_dataset(5, "no") + rights_iptc) +
                    photoshop_segment(0x0404, iptc_dataset(80, "second")) + xmp_segment(xmp_packet("dc:format='no'")) +
                    xmp_segment(rights_packet) + segment(0xE1, lit("http://ns.adobe.com/xmp/extension/\0") + "no") +
                    segment(0xFE, "no") + picture),
            soi + small + photoshop_segment(0x0404, rights_iptc) + picture)
      << "only the first standard packet counts";
}

TEST(JpegKept, TheReportSaysBoth) {
  const auto result = strip(soi + made_exif + xmp_segment(rights_packet) + picture, archive);
  ASSERT_EQ(result.report.rows.size(), 2U);
  EXPECT_NE(find_row(result.report, Kind::xmp, Fate::removed), nullptr);
  const auto* row = find_row(result.report, Kind::copyright, Fate::kept);
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->count, 2U);
  EXPECT_EQ(row->bytes, made_exif.size() + xmp_segment(made_packet).size());
}

TEST(JpegKept, BothPartsOfACopyrightStayAndNothingBehindThem) {
  EXPECT_EQ(kept_of(soi + rights_exif(lit("Jo\0hidden"), lit("one\0two\0hidden\0")) + picture),
            soi +
                exif_segment(Tiff{}.header() +
                             Tiff{}.ifd({Tiff{}.entry(315, 2, 3, "Jo"), Tiff{}.entry(33432, 2, 8, be32(38))}) +
                             lit("one\0two\0")) +
                picture);
  const auto editor = kept_of(soi + rights_exif(lit("Jo Doe\0"), lit(" \0two\0")) + picture);
  EXPECT_EQ(editor, soi + rights_exif(lit("Jo Doe\0"), lit(" \0two\0")) + picture) << "an editor alone";
}

TEST(JpegKept, ControlBytesGo) {
  const auto made = soi + rights_exif(lit("Jo Doe\0"), lit("J\xFCrgen & J\xC3\xBC\0")) + picture;
  EXPECT_EQ(kept_of(soi + rights_exif(lit(" \x1BJo\nDoe\x7F \0"), lit("J\xFCrgen & J\xC3\xBC\0")) + picture), made);
}

TEST(JpegKept, TextsStayWholeOrGo) {
  const auto with = [](std::size_t size) {
    return kept_of(soi + rights_exif(std::string(size, 'a') + lit("\0"), std::string(size, 'c') + lit("\0")) + picture);
  };
  EXPECT_EQ(with(text_limit).size(), minimal.size() + 48 + 2 * (text_limit + 2));
  EXPECT_EQ(with(text_limit + 1), minimal);
  const std::string iim = iptc_dataset(80, std::string(text_limit + 1, 'x'));
  EXPECT_EQ(kept_of(soi + photoshop_segment(0x0404, iim) + picture), minimal);
}

// A thousand bytes that both entries and a thousand more share would be written as often.
TEST(JpegKept, SharedValuesNeitherGrowNorTakeTheirSquare) {
  const Tiff t;
  const std::string value = std::string(500, 'x') + lit("\0");
  const std::string two =
      exif_segment(t.header() + t.ifd({t.entry(315, 2, 501, be32(38)), t.entry(33432, 2, 501, be32(38))}) + value);
  EXPECT_EQ(kept_of(soi + two + picture), minimal);
  std::vector<std::string> entries(4000, t.entry(315, 2, 16'000, be32(48'014)));
  const std::string many = exif_segment(t.header() + t.ifd(entries) + std::string(16'000, ' '));
  EXPECT_EQ(kept_of(soi + many + picture), minimal);
}

TEST(JpegKept, APanoramaStays) {
  const auto input = soi + made_exif + xmp_segment(sphere_packet) + picture;
  EXPECT_EQ(kept_of(input, panorama), soi + xmp_segment(made_sphere) + picture);
  const auto report = strip(input, panorama).report;
  EXPECT_NE(find_row(report, Kind::panorama, Fate::kept), nullptr);
  EXPECT_EQ(find_row(report, Kind::copyright, Fate::kept), nullptr);
}

TEST(JpegKept, NothingBehindTheFirstScanStays) {
  EXPECT_EQ(kept_of(soi + tables + sos() + scan + xmp_segment(rights_packet) + made_exif + eoi),
            soi + tables + sos() + scan + eoi);
}

TEST(JpegKept, ANewFileStartsWithoutThem) {
  Stripper stripper{archive};
  strip_with(stripper, soi + made_exif + xmp_segment(rights_packet) + photoshop_segment(0x0404, rights_iptc) + picture);
  stripper.reset();
  EXPECT_EQ(strip_with(stripper, minimal).output, minimal);
}

}  // namespace
}  // namespace stripmeta::test
