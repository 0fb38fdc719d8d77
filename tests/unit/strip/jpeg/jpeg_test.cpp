// What goes and what stays of a JPEG, to the byte.
#include <gtest/gtest.h>

#include "strip/jpeg/marker.hpp"
#include "support/cpp/expectations.hpp"
#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {
namespace {

TEST(Jpeg, AFileWithoutMetadataPassesAsItIs) {
  const auto result = strip(minimal);
  ASSERT_FALSE(result.error);
  EXPECT_EQ(result.output, minimal);
  EXPECT_TRUE(result.report.clean());
  EXPECT_TRUE(result.report.rows.empty());
  EXPECT_EQ(result.report.format, Format::jpeg);
}

struct Part {
  const char* name;
  std::string bytes;
  Kind kind;
};

const std::string xmp_extension_payload = lit("http://ns.adobe.com/xmp/extension/\0") + std::string(40, 'x');

class JpegPart : public testing::TestWithParam<Part> {};

TEST_P(JpegPart, GoesBeforeTheScanAndBetweenScans) {
  const auto& part = GetParam();
  for (const auto& input : {soi + part.bytes + picture, soi + tables + part.bytes + sos() + scan + eoi,
                            soi + progressive_tables + sos() + scan + part.bytes + sos() + scan + eoi}) {
    const auto result = strip(input);
    ASSERT_FALSE(result.error) << result.error->message;
    EXPECT_EQ(result.output.find(part.bytes), std::string::npos);
    EXPECT_EQ(result.output.size(), input.size() - part.bytes.size());
    const auto* row = find_row(result.report, part.kind, Fate::removed);
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->count, 1U);
    EXPECT_EQ(row->bytes, part.bytes.size());
    EXPECT_FALSE(result.report.clean());
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, JpegPart,
    testing::Values(Part{"exif", exif_segment(Tiff{}.header() + Tiff{}.ifd({Tiff{}.short_entry(274, 1)})), Kind::exif},
                    Part{"xmp", xmp_segment("<x:xmpmeta/>"), Kind::xmp},
                    Part{"extended_xmp", segment(0xE1, xmp_extension_payload), Kind::extended_xmp},
                    Part{"other_app1", segment(0xE1, "something"), Kind::app1},
                    Part{"mpf", mpf_segment({2}), Kind::mpf},
                    Part{"flashpix", segment(0xE2, lit("FPXR\0\0")), Kind::flashpix},
                    Part{"gain_map_info", segment(0xE2, lit("urn:iso:std:iso:ts:21496:-1\0\0\0\0\0")),
                         Kind::gain_map_info},
                    Part{"broken_icc", icc_segment(2, 3, "only the second"), Kind::icc},
                    Part{"other_app2", segment(0xE2, "ICC_PROFIL"), Kind::app2},
                    Part{"jumbf", segment(0xEB, "JP" + bytes({0, 1}) + be32(1) + be32(20) + "jumb"), Kind::jumbf},
                    Part{"c2pa", segment(0xEB, "JP" + bytes({0, 1}) + be32(1) + be32(40) + "jumb c2pa"), Kind::c2pa},
                    Part{"other_app11", segment(0xEB, "HDR_RI ver=11"), Kind::app11},
                    Part{"photoshop", photoshop_segment(0x0404, iptc_dataset(5, "x")), Kind::photoshop},
                    Part{"other_app13", segment(0xED, "Adobe_CM"), Kind::app13},
                    Part{"jfxx", segment(0xE0, lit("JFXX\0\x10")), Kind::jfxx},
                    Part{"short_jfif", segment(0xE0, lit("JFIF\0\1\2\0")), Kind::jfif},
                    Part{"avi1", segment(0xE0, lit("AVI1\0")), Kind::app0},
                    Part{"short_adobe", segment(0xEE, "Adobe" + bytes({0, 100, 0, 0, 0, 0})), Kind::adobe},
                    Part{"other_app14", segment(0xEE, "Ducky and a half"), Kind::app14},
                    Part{"app3", segment(0xE3, "META"), Kind::app3}, Part{"app4", segment(0xE4, "SCALADO"), Kind::app4},
                    Part{"app12", segment(0xEC, "Ducky"), Kind::app12}, Part{"app15", segment(0xEF, ""), Kind::app15},
                    Part{"comment", segment(0xFE, "taken at home"), Kind::comment},
                    Part{"markers_inside", segment(0xE5, soi + tables + eoi), Kind::app5},
                    Part{"longest", segment(0xE6, std::string(65533, 'x')), Kind::app6}),
    [](const testing::TestParamInfo<Part>& row) { return row.param.name; });

TEST(Jpeg, EveryApplicationSegmentIsReportedByItsNumber) {
  for (int n = 0; n < 16; ++n) {
    const auto result = strip(soi + segment(0xE0 + n, "unknown") + picture);
    ASSERT_FALSE(result.error);
    EXPECT_EQ(result.output, minimal);
    EXPECT_NE(find_row(result.report, static_cast<Kind>(n), Fate::removed), nullptr) << n;
  }
}

TEST(Jpeg, C2paIsKnownByItsBoxInstance) {
  const auto box = [](unsigned instance, const std::string& data) {
    return segment(0xEB, "JP" + be16(instance) + be32(1) + data);
  };
  using Counts = std::pair<std::uint64_t, std::uint64_t>;
  const auto counts = [](const std::string& input) {
    const auto report = strip(input).report;
    const auto* c2pa = find_row(report, Kind::c2pa, Fate::removed);
    const auto* jumbf = find_row(report, Kind::jumbf, Fate::removed);
    return Counts{c2pa == nullptr ? 0 : c2pa->count, jumbf == nullptr ? 0 : jumbf->count};
  };
  for (const unsigned instance : {0U, 1U, 0xFFFFU}) {
    const std::string more = box(instance, "more") + box(instance ^ 1U, "other");
    EXPECT_EQ(counts(soi + box(instance, "c2pa") + more + picture), (Counts{2, 1}));
    EXPECT_EQ(counts(soi + more + picture), (Counts{0, 2}));
  }
  std::string all;
  for (unsigned instance = 0; instance <= 0xFFFF; ++instance) all += box(instance, "c2pa");
  EXPECT_EQ(counts(soi + all + box(7, "more") + picture), (Counts{0x10001, 0}));
  Stripper stripper;
  strip_with(stripper, soi + box(3, "c2pa") + picture);
  stripper.reset();
  EXPECT_NE(find_row(strip_with(stripper, soi + box(3, "more") + picture).report, Kind::jumbf, Fate::removed), nullptr);
}

TEST(Jpeg, AllAfterTheImagesOwnEndGoes) {
  const auto result = strip(minimal + minimal + "and text");
  ASSERT_FALSE(result.error);
  EXPECT_EQ(result.output, minimal);
  EXPECT_EQ(find_row(result.report, Kind::trailer, Fate::removed)->bytes, minimal.size() + 8);
}

TEST(Jpeg, ATrailerSaysWhatItHolds) {
  const std::string film =
      lit("\0\0\0\x18"
          "ftypmp42\0\0\0\0");
  const auto holds = [](const std::string& input) {
    return find_row(strip(input).report, Kind::trailer, Fate::removed)->holds;
  };
  EXPECT_EQ(holds(minimal + film), HoldSet{}.add(Holds::video));
  EXPECT_EQ(holds(minimal + minimal), HoldSet{}.add(Holds::picture));
  EXPECT_EQ(holds(minimal + "text"), HoldSet{});
  EXPECT_EQ(holds(soi + mpf_segment({1, 1}) + picture + minimal + minimal), HoldSet{}.add(Holds::thumbnail));
  EXPECT_EQ(holds(soi + mpf_segment({1, 2}) + picture + minimal + minimal),
            HoldSet{}.add(Holds::thumbnail).add(Holds::picture));
  EXPECT_EQ(holds(soi + xmp_segment("hdrgm:Version=\"1.0\"") + picture + minimal), HoldSet{}.add(Holds::gain_map));
  EXPECT_EQ(holds(soi + mpf_segment({0, 0}) + xmp_segment("hdrgm:Version=\"1.0\"") + picture + minimal + minimal),
            HoldSet{}.add(Holds::gain_map).add(Holds::picture));
}

TEST(Jpeg, FillGoesAndCountsAsClean) {
  const std::string fill(3, '\xFF');
  const auto result = strip(soi + fill + dqt + fill + sof() + dht + sos() + scan + fill + eoi);
  ASSERT_FALSE(result.error);
  EXPECT_EQ(result.output, minimal);
  EXPECT_EQ(find_row(result.report, Kind::layout, Fate::removed)->bytes, 9U);
  EXPECT_TRUE(result.report.clean());
}

TEST(Jpeg, InsideAScanEveryByteStays) {
  const std::string data = bytes({0x01, 0xFF, 0x00, 0xFF, 0xFF, 0x00, 0xFF, 0xFF, 0xFF, 0xD3, 0x02}) +
                           std::string(600, '\xFF') + bytes({0x00, 0x03});
  const std::string input = soi + tables + sos() + data + eoi;
  for (const std::size_t step : {1U, 2U, 3U, 7U, 100U, 10000U}) EXPECT_EQ(strip(input, {}, step).output, input);
}

TEST(Jpeg, JunkBetweenSegmentsGoes) {
  expect_output(soi + "junk" + dqt + bytes({0xFF, 0x00}) + sof() + "more" + dht + marker(0xD1) + sos() + scan + eoi,
                minimal);
  expect_output(soi + progressive_tables + sos() + scan + segment(0xFE, "ends the scan") + "rest" + marker(0xD1) +
                    "of it" + dht + sos() + scan + eoi,
                soi + progressive_tables + sos() + scan + dht + sos() + scan + eoi);
  expect_output(soi + marker(0x01) + picture, minimal);
}

// Decoders skip such a segment, and no more than its length field.
TEST(Jpeg, AnApplicationSegmentWithoutAValidLengthGoes) {
  for (const int code : {0xE0, 0xE1, 0xEE, 0xEF, 0xFE, 0xDC}) {
    for (const unsigned length : {0U, 1U}) {
      const auto file = soi + marker(code) + be16(length) + picture;
      expect_output(file, minimal);
      EXPECT_TRUE(strip(file, {.strict = true}).error);
    }
  }
}

TEST(Jpeg, TablesBetweenScansStay) {
  const std::string input = soi + progressive_tables + sos() + scan + dht + sos() + scan + eoi;
  expect_output(input, input);
}

TEST(Jpeg, EveryKindOfFramePasses) {
  for (const int code : {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}) {
    const bool lossless = code % 4 == 3;
    const bool arithmetic = code > 0xC8;
    const std::string front = (lossless ? "" : dqt) + sof(code, 16, 16, 3) + (arithmetic ? "" : dht);
    const auto scan_of = [&](int components) {
      auto header = sos(components);
      if (lossless) header[header.size() - 2] = '\0';
      return header + scan;
    };
    const std::string input = soi + front + scan_of(1) + scan_of(3) + scan_of(1) + eoi;
    expect_output(input, input);
  }
}

TEST(Jpeg, AHierarchyPasses) {
  const std::string dhp = segment(0xDE, sof().substr(4));
  const std::string exp = segment(0xDF, bytes({0x11}));
  const std::string input = soi + dqt + dhp + sof() + dht + sos() + scan + exp + sof(0xC5) + dht + sos() + scan + eoi;
  expect_output(input, input);
}

TEST(Jpeg, WithoutAnEndItIsCompletedAndReported) {
  const std::string headless = minimal.substr(0, minimal.size() - 2);
  for (const auto& rest : {std::string{}, bytes({0xFF}), bytes({0xFF, 0xFF}), bytes({0xFF, 0xE1}),
                           bytes({0xFF, 0xE1, 0}), bytes({0xFF, 0xE1, 0, 9}), bytes({0xFF, 0xDA, 0, 8, 1})}) {
    const auto result = strip(headless + rest);
    ASSERT_FALSE(result.error);
    EXPECT_EQ(result.output, minimal);
    EXPECT_TRUE(result.report.truncated);
    EXPECT_FALSE(result.report.clean());
    EXPECT_EQ(result.report.bytes_out, minimal.size());
    const auto* junk = find_row(result.report, Kind::junk, Fate::removed);
    EXPECT_EQ(junk == nullptr ? 0U : junk->bytes, rest.size());
    const auto strict = strip(headless + rest, Policy{.strict = true});
    ASSERT_TRUE(strict.error);
    EXPECT_EQ(strict.error->kind, ErrorKind::truncated);
    EXPECT_EQ(strict.error->offset, headless.size() + rest.size());
  }
}

TEST(Jpeg, AFileThatEndsWithAStartOfScanIsCompleted) {
  expect_output(soi + tables + sos(), soi + tables + sos() + eoi);
  expect_output(soi + tables + sos() + scan + segment(0xFE, "comment") + "junk", soi + tables + sos() + scan + eoi);
}

// Cut anywhere, a file is refused before its first scan and completed after it, and then is clean for good.
TEST(Jpeg, CutAtAnyByte) {
  const std::string input = soi + jfif + orientation_exif(6) + segment(0xFE, "comment") + progressive_tables + sos() +
                            scan + dht + segment(0xE9, "app") + sos() + scan + eoi;
  const std::size_t first_scan = input.find(scan);
  for (std::size_t size = 2; size < input.size(); ++size) {
    const auto result = strip(input.substr(0, size));
    if (size < first_scan) {
      ASSERT_TRUE(result.error) << size;
      EXPECT_EQ(result.error->kind, ErrorKind::truncated);
      EXPECT_EQ(result.error->offset, size);
      EXPECT_EQ(result.output, "");
    } else {
      ASSERT_FALSE(result.error) << size;
      EXPECT_EQ(strip(result.output).output, result.output);
    }
  }
}

TEST(Jpeg, MarkersAreThoseOfTableB1) {
  EXPECT_TRUE(jpeg::is_sof(0xC0) && jpeg::is_sof(0xCF) && !jpeg::is_sof(0xC4) && !jpeg::is_sof(0xC8) &&
              !jpeg::is_sof(0xCC));
  EXPECT_TRUE(jpeg::is_reserved(0x02) && jpeg::is_reserved(0xBF) && !jpeg::is_reserved(0x01) &&
              !jpeg::is_reserved(0xC0));
}

}  // namespace
}  // namespace stripmeta::test
