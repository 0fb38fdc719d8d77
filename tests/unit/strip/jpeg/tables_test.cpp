// Which tables and headers of a JPEG stay: those that a scan uses, right before the first scan that does.
#include "strip/jpeg/tables.hpp"

#include <gtest/gtest.h>

#include "strip/jpeg/jpeg.hpp"
#include "support/cpp/expectations.hpp"
#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {
namespace {

// One table, as it stands in a DQT, DHT or DAC segment.
std::string quantisation(int number, char value = '\1') {
  return bytes({number}) + std::string(64, value);
}
std::string huffman(int kind, int number, int value = 5) {
  return bytes({kind * 16 + number, 0, 1}) + std::string(14, '\0') + bytes({value});
}
std::string q(int number, char value = '\1') {
  return segment(0xDB, quantisation(number, value));
}
std::string dc(int number, int value = 5) {
  return segment(0xC4, huffman(0, number, value));
}
std::string ac(int number, int value = 5) {
  return segment(0xC4, huffman(1, number, value));
}
std::string dac(std::initializer_list<int> pairs) {
  return segment(0xCC, bytes(pairs));
}
std::string dri(unsigned interval) {
  return segment(0xDD, be16(interval));
}

// A frame whose component n has the quantisation table n - 1.
std::string frame(int code, int components, unsigned height = 16) {
  std::string payload = bytes({8}) + be16(height) + be16(16) + bytes({components});
  for (int i = 1; i <= components; ++i) payload += bytes({i, 0x11, i - 1});
  return segment(code, payload);
}
// A scan of one component.
std::string scan_of(int component, int entropy, int first = 0, int last = 63, int bits = 0) {
  return segment(0xDA, bytes({1, component, entropy, first, last, bits})) + scan;
}

Stripped expect_same(const std::string& file) {
  auto result = expect_output(file, file);
  EXPECT_FALSE(result.report.changed());
  return result;
}

// Expects that `input` becomes `output`, which is left alone, and returns the first report.
Report expect_becomes(const std::string& input, const std::string& output) {
  const auto result = expect_output(input, output);
  EXPECT_TRUE(result.report.changed());
  expect_same(output);
  for (const std::size_t step : {1U, 7U}) EXPECT_EQ(strip(input, {}, step).output, output);
  return result.report;
}

std::uint64_t removed(const Report& report, Kind kind) {
  const auto* row = find_row(report, kind, Fate::removed);
  return row == nullptr ? 0 : row->bytes;
}

const std::string text(64, 'S');

TEST(JpegTables, WhatIsReplacedBeforeAScanGoes) {
  for (const auto& old : {segment(0xDB, bytes({0}) + text), segment(0xDB, bytes({0x10}) + text + text), dc(0, 9),
                          dri(0x5345), q(0) + q(0)}) {
    const auto report = expect_becomes(soi + old + dri(0) + picture, minimal);
    EXPECT_EQ(removed(report, Kind::junk), old.size());
    EXPECT_FALSE(report.clean());
  }
}

TEST(JpegTables, WhatNoScanUsesGoes) {
  for (const auto& unused :
       {q(1, 'S'), q(3, 'S'), dc(1), ac(1), dac({0, 0x20}), segment(0xDF, bytes({0x11})), segment(0xDC, be16(8)),
        segment(0xDC, ""), segment(0xDC, "x"), segment(0xDB, ""), segment(0xC4, ""), segment(0xCC, "")}) {
    EXPECT_EQ(removed(expect_becomes(soi + unused + picture, minimal), Kind::junk), unused.size());
  }
}

TEST(JpegTables, WhatStandsBehindTheLastScanGoes) {
  const std::string file = soi + tables + sos() + scan;
  for (const auto& late : {q(0, 'S'), dc(0, 9), dri(0x5345), dac({0, 0x20}), segment(0xDC, be16(0x5345)),
                           segment(0xDF, bytes({0x11})), q(0, 'S') + q(0, 'T') + dri(1)}) {
    EXPECT_EQ(removed(expect_becomes(file + late + eoi, file + eoi), Kind::junk), late.size());
    const auto cut = strip(file + late);
    EXPECT_EQ(cut.output, file + eoi) << "without an end";
    EXPECT_EQ(removed(cut.report, Kind::junk), late.size());
  }
}

TEST(JpegTables, AnUnusedTableIsCutOutOfItsSegment) {
  const auto several = [](const std::string& payload) { return segment(0xC4, payload); };
  const std::string input =
      soi + dqt + sof() + several(huffman(0, 1, 9) + huffman(0, 0) + huffman(1, 1, 9)) + sos() + scan + eoi;
  EXPECT_EQ(removed(expect_becomes(input, minimal), Kind::junk), 36U);
  const std::string both = segment(0xDB, quantisation(2, 'S') + quantisation(0));
  EXPECT_EQ(removed(expect_becomes(soi + both + sof() + dht + sos() + scan + eoi, minimal), Kind::junk), 65U);
}

TEST(JpegTables, TablesThatShareASegmentStillDo) {
  expect_same(soi + segment(0xDB, quantisation(0) + quantisation(1)) + frame(0xC0, 2) +
              segment(0xC4, huffman(0, 0) + huffman(1, 0)) + segment(0xDA, bytes({2, 1, 0, 2, 0, 0, 63, 0})) + scan +
              eoi);
}

TEST(JpegTables, ATableMovesBeforeTheScanThatUsesIt) {
  const std::string first = scan_of(1, 0);
  const std::string second = scan_of(2, 0x11);
  const std::string front = soi + q(0);
  const std::string input = front + q(1) + frame(0xC0, 2) + dc(0) + segment(0xC4, huffman(1, 0) + huffman(1, 1)) +
                            dc(1) + first + second + eoi;
  const std::string output = front + frame(0xC0, 2) + dc(0) + ac(0) + first + q(1) + ac(1) + dc(1) + second + eoi;
  const auto report = expect_becomes(input, output);
  EXPECT_TRUE(report.clean()) << "only the layout has changed";
  EXPECT_NE(find_row(report, Kind::layout, Fate::removed), nullptr);
}

TEST(JpegTables, ATableMayBeReplacedOnceItHasBeenUsed) {
  expect_same(soi + q(0) + q(1) + frame(0xC2, 2) + dc(0) + segment(0xDA, bytes({2, 1, 0, 2, 0, 0, 63, 0})) + scan +
              dc(0, 4) + scan_of(2, 0) + eoi);
  expect_same(soi + q(0) + frame(0xC0, 2) + dc(0) + scan_of(1, 0) + q(1) + dri(3) + scan_of(2, 0) + eoi);
}

// T.81 B.2.4 forbids to change it, and libjpeg does not read it.
TEST(JpegTables, AComponentHasOneQuantisationTable) {
  const std::string begin = soi + q(0) + frame(0xC2, 1) + dc(0) + scan_of(1, 0, 0, 0);
  const std::string rest = ac(0) + scan_of(1, 0, 1, 63) + eoi;
  expect_becomes(begin + q(0, 'S') + rest, begin + rest);
}

TEST(JpegTables, AProgressiveScanUsesOneKindOfTable) {
  const std::string begin = soi + q(0) + frame(0xC2, 1) + dc(0) + scan_of(1, 0, 0, 0, 0x01);
  const std::string refined = scan_of(1, 0, 0, 0, 0x10);
  const std::string more = ac(1) + scan_of(1, 1, 1, 63);
  expect_same(begin + refined + more + ac(2) + scan_of(1, 2, 1, 63, 0x10) + eoi);
  const std::string late = dc(0, 9) + ac(1, 9);
  EXPECT_EQ(removed(expect_becomes(begin + late + refined + more + eoi, begin + refined + more + eoi), Kind::junk),
            late.size());
}

TEST(JpegTables, FieldsOfAScanThatAreNotReadBecomeZero) {
  struct Case {
    int code;
    std::string scan;
    std::string becomes;
  };
  for (const auto& [code, before, after] : {Case{0xC0, scan_of(1, 0, 9, 8, 0x77), scan_of(1, 0)},
                                            Case{0xC1, scan_of(1, 0, 9, 8, 0x77), scan_of(1, 0, 0, 8)},
                                            Case{0xC2, scan_of(1, 0x0F, 0, 0, 1), scan_of(1, 0, 0, 0, 1)},
                                            Case{0xC2, scan_of(1, 0xFF, 0, 0, 0x10), scan_of(1, 0, 0, 0, 0x10)},
                                            Case{0xC2, scan_of(1, 0xF1, 1, 5, 0x10), scan_of(1, 1, 1, 5, 0x10)},
                                            Case{0xC3, scan_of(1, 0x07, 4, 9, 0x72), scan_of(1, 0, 4, 0, 0x02)}}) {
    const std::string front = soi + (code == 0xC3 ? "" : q(0)) + frame(code, 1);
    const auto report = expect_becomes(front + before + eoi, front + after + eoi);
    EXPECT_GT(removed(report, Kind::slack), 0U);
    EXPECT_FALSE(report.clean());
  }
}

TEST(JpegTables, ALosslessFrameUsesNoQuantisation) {
  const std::string input = soi + q(1, 'S') + q(0) + frame(0xC3, 2) + dc(0) + ac(0) + scan_of(1, 0, 1, 0) + eoi;
  std::string header = frame(0xC3, 2);
  header.back() = '\0';
  expect_becomes(input, soi + header + dc(0) + scan_of(1, 0, 1, 0) + eoi);
}

TEST(JpegTables, ConditioningIsUsedByArithmeticScansAlone) {
  const std::string input = soi + q(0) + frame(0xC9, 1) + dac({0x00, 0x21, 0x10, 63}) + scan_of(1, 0) + eoi;
  expect_same(input);
  const std::string tables = dac({0x01, 0x53, 0x00, 0x21, 0x1F, 0x21, 0x10, 0x7F});
  const auto report = expect_becomes(soi + q(0) + frame(0xC9, 1) + tables + scan_of(1, 0) + eoi, input);
  EXPECT_EQ(removed(report, Kind::junk), 4U);
  EXPECT_EQ(removed(report, Kind::slack), 1U) << "no coefficient is behind the 63rd";
  const auto reversed = strip(soi + q(0) + frame(0xC9, 1) + dac({0x00, 0x12}) + scan_of(1, 0) + eoi);
  ASSERT_TRUE(reversed.error);
  EXPECT_EQ(reversed.error->kind, ErrorKind::malformed);
  EXPECT_EQ(reversed.error->offset, (soi + q(0) + frame(0xC9, 1)).size());
  const std::string progressive = soi + q(0) + frame(0xCA, 1) + dac({0, 0x10}) + scan_of(1, 0, 0, 0, 1);
  const std::string end = scan_of(1, 0, 0, 0, 0x10) + dac({0x10, 3}) + scan_of(1, 0, 1, 63) + eoi;
  expect_same(progressive + end);
  expect_becomes(progressive + dac({0, 0x53}) + end, progressive + end);
}

TEST(JpegTables, AHuffmanTableThatAScanUsesIsValid) {
  const std::string too_many = segment(0xC4, bytes({0, 3}) + std::string(15, '\0') + bytes({1, 2, 3}));
  const std::string too_large = dc(0, 17);
  for (const auto& table : {too_many, too_large}) {
    const auto result = strip(soi + dqt + sof() + table + sos() + scan + eoi);
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->kind, ErrorKind::malformed);
    EXPECT_EQ(result.error->offset, (soi + dqt + sof()).size());
    expect_becomes(soi + table + picture, minimal);
  }
}

TEST(JpegTables, ANumberOfLinesStaysIfTheFrameNeedsIt) {
  const std::string lines = segment(0xDC, be16(8));
  const std::string begin = soi + q(0) + q(1) + frame(0xC0, 2, 0) + dc(0) + scan_of(1, 0);
  const std::string end = q(1) + scan_of(2, 0) + eoi;
  const std::string file = soi + q(0) + frame(0xC0, 2, 0) + dc(0) + scan_of(1, 0) + lines + end;
  expect_same(file);
  expect_becomes(soi + q(0) + frame(0xC0, 2, 0) + dc(0) + scan_of(1, 0) + q(1) + lines + scan_of(2, 0) + eoi, file);
  expect_becomes(file.substr(0, file.size() - end.size()) + segment(0xDC, "SE") + end, file);
  expect_becomes(file.substr(0, file.size() - 2) + segment(0xDC, "SE") + eoi, file);
  expect_becomes(soi + segment(0xDC, "SE") + file.substr(2), file);
  const std::string hidden = segment(0xDC, be16(8) + "hidden");
  const auto at = file.find(lines);
  EXPECT_EQ(removed(expect_becomes(file.substr(0, at) + hidden + file.substr(at + lines.size()), file), Kind::slack),
            6U);
}

TEST(JpegTables, EachFrameOfAHierarchyHasItsOwnTables) {
  std::string dhp = segment(0xDE, frame(0xC0, 2).substr(4));
  dhp.back() = '\0';
  const std::string exp = segment(0xDF, bytes({0x11}));
  const std::string file = soi + dhp + q(0) + frame(0xC0, 1) + dc(0) + scan_of(1, 0) + exp + frame(0xC5, 1) + q(0) +
                           dc(0) + scan_of(1, 0) + eoi;
  expect_same(file);
  expect_becomes(file.substr(0, file.size() - 2) + exp + frame(0xC5, 1) + eoi, file);
  const auto second = file.find(exp);
  expect_becomes(file.substr(0, second) + segment(0xDF, bytes({0x10})) + frame(0xC5, 2) + file.substr(second), file);
  const auto wrong = strip(file.substr(0, second) + segment(0xDF, "S") + frame(0xC5, 1) + scan_of(1, 0) + eoi);
  ASSERT_TRUE(wrong.error);
  EXPECT_EQ(wrong.error->offset, second);
}

TEST(JpegTables, AnOrdinaryOrderIsNotTouched) {
  expect_same(soi + dht + dri(1) + dqt + sof(0xC0, 16) + sos() + scan + eoi);
}

TEST(JpegTables, ARestartIntervalThatTheScanDoesNotReachGoes) {
  struct Case {
    int code;
    int last;  // Se
    unsigned units;
  };
  for (const auto& [code, last, units] :
       {Case{0xC0, 63, 6}, Case{0xC2, 63, 6}, Case{0xC1, 63, 6}, Case{0xC1, 0, 17 * 9}, Case{0xC3, 0, 17 * 9}}) {
    const std::string front = soi + (code == 0xC3 ? "" : q(0)) + sof(code, 17, 9) + dc(0);
    const std::string rest =
        (code == 0xC3 || code == 0xC2 ? "" : ac(0)) + scan_of(1, 0, code == 0xC3 ? 1 : 0, last) + eoi;
    expect_same(front + dri(units - 1) + rest);
    for (const unsigned interval : {units, units + 1, 0x5345U})
      expect_becomes(front + dri(interval) + rest, front + rest);
    EXPECT_EQ(removed(expect_becomes(front + dri(0x5345) + rest, front + rest), Kind::junk), 6U);
    EXPECT_TRUE(expect_becomes(front + dri(0) + rest, front + rest).clean());
  }
  const std::string lines = segment(0xDC, be16(8));
  const std::string open = soi + q(0) + dc(0) + ac(0) + frame(0xC0, 1, 0);  // 16 samples wide, 65,535 lines at most
  const std::string rest = scan_of(1, 0) + lines + eoi;
  expect_same(open + dri(2 * 8192 - 1) + rest);
  expect_becomes(open + dri(2 * 8192) + rest, open + rest);
}

// Three components of 40 x 24 samples, of which the second and third have half as many samples each way.
TEST(JpegTables, ARestartIntervalIsMeasuredByItsScan) {
  const std::string front =
      soi + q(0) + segment(0xC2, bytes({8, 0, 24, 0, 40, 3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0})) + dc(0);
  const std::string both = segment(0xDA, bytes({3, 1, 0, 2, 0, 3, 0, 0, 0, 1})) + scan;  // 3 x 2 units
  const std::string first = scan_of(1, 0, 0, 0, 0x10);                                   // 5 x 3
  const std::string second = scan_of(2, 0, 0, 0, 0x10);                                  // 3 x 2
  expect_same(front + dri(5) + both + first + second + eoi);
  expect_becomes(front + dri(6) + both + first + second + eoi, front + both + dri(6) + first + second + eoi);
  expect_becomes(front + dri(14) + both + second + first + eoi, front + both + second + dri(14) + first + eoi);
  expect_becomes(front + dri(15) + both + second + first + eoi, front + both + second + first + eoi);
  expect_becomes(front + dri(5) + both + dri(14) + second + first + eoi,
                 front + dri(5) + both + dri(0) + second + dri(14) + first + eoi);
  expect_becomes(front + dri(5) + both + dri(5) + second + eoi, front + dri(5) + both + second + eoi);
  EXPECT_FALSE(strip(front + dri(0x4352) + both + dri(0x4554) + second + eoi).report.clean());
}

// Encoders count some units or rows of units, and go on doing so if a picture has no more.
TEST(JpegTables, ARestartIntervalOfSomeUnitsOrRowsIsLayout) {
  for (const unsigned interval : {2U, 16U, 17U}) {
    const std::string front = soi + dqt + sof(0xC0, 16, 8) + dht;
    EXPECT_EQ(expect_becomes(front + dri(interval) + sos() + scan + eoi, front + sos() + scan + eoi).clean(),
              interval < 17);
  }
  for (const unsigned rows : {1U, 2U, 16U, 17U}) {
    const std::string front = soi + dqt + sof(0xC0, 80, 8) + dht;
    const std::string rest = sos() + scan + eoi;
    EXPECT_EQ(expect_becomes(front + dri(rows * 10) + rest, front + rest).clean(), rows < 17) << rows;
    EXPECT_FALSE(expect_becomes(front + dri(rows * 10 + 11) + rest, front + rest).clean()) << rows;
  }
}

std::string from_hex(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i < digits.size(); i += 2)
    out += static_cast<char>(std::stoi(std::string{digits.substr(i, 2)}, nullptr, 16));
  return out;
}

// T.81 K.3.3.1 and F.1.4.4.
TEST(JpegTables, AStandardTableThatNoScanUsesIsLayout) {
  const std::string values = from_hex("000102030405060708090A0B");
  const std::string luminance = from_hex("00010501010101010100000000000000") + values;
  const std::string chrominance = from_hex("00030101010101010101010000000000") + values;
  const std::string plain = soi + dqt + sof() + dht + sos() + scan + eoi;
  for (const auto& unused :
       {segment(0xC4, bytes({1}) + luminance), segment(0xC4, bytes({1}) + chrominance),
        segment(0xC4, bytes({2}) + luminance + bytes({3}) + chrominance), q(3), dac({0, 0x10, 0x11, 5})})
    EXPECT_TRUE(expect_becomes(soi + unused + picture, minimal).clean());
  for (const auto& unused : {segment(0xC4, bytes({0x11}) + luminance), dac({0, 0x20}), dac({0x10, 6}), dac({7, 0x10}),
                             segment(0xDB, bytes({0x11}) + std::string(128, '\1')), q(3, '\2')})
    EXPECT_FALSE(expect_becomes(soi + unused + picture, minimal).clean());
  const std::string both = dac({0, 0x10}) + dac({1, 0x10}) + dac({0, 0x10});
  EXPECT_FALSE(expect_becomes(soi + both + picture, minimal).clean()) << "a row of them says something";
}

// As cjpeg writes it: libjpeg lists the conditioning of scans that refine, which do not use it.
TEST(JpegTables, StandardConditioningThatIsRepeatedIsLayout) {
  const std::string begin = soi + q(0) + frame(0xCA, 1) + dac({0, 0x10}) + scan_of(1, 0, 0, 0, 1);
  const std::string end = dac({0x10, 5}) + scan_of(1, 0, 6, 63) + eoi;
  const std::string refined = scan_of(1, 0, 1, 5, 0x10);
  const auto report = expect_becomes(begin + dac({0x10, 5}) + refined + end, begin + refined + end);
  EXPECT_TRUE(report.clean());
}

// libjpeg shows the picture while it reads the first scan, and refuses what follows (jdinput.c).
TEST(JpegTables, NothingIsShownBehindAScanOfTheWholePicture) {
  const std::string hidden = segment(0xDA, bytes({1, 9, 0, 0, 63, 0}));
  for (const auto& more : {sos() + scan, q(0, 'S') + dc(0, 9) + sos() + scan, hidden + "text", marker(0x7F) + "text"}) {
    const auto report = expect_becomes(soi + tables + sos() + scan + more + eoi, minimal);
    EXPECT_FALSE(report.clean());
  }
  const std::string lossless = soi + frame(0xC3, 1) + dc(0) + scan_of(1, 0, 1, 0);
  expect_becomes(lossless + scan_of(1, 0, 1, 0) + eoi, lossless + eoi);
  const std::string several = soi + q(0) + q(1) + frame(0xC0, 2) + dc(0) + ac(0);
  const std::string all = segment(0xDA, bytes({2, 1, 0, 2, 0, 0, 63, 0})) + scan;
  expect_becomes(several + all + scan_of(1, 0) + eoi, several + all + eoi);
  expect_same(soi + q(0) + frame(0xC0, 2) + dc(0) + ac(0) + scan_of(1, 0) + q(1) + all + scan_of(2, 0) + eoi);
}

// A TIFF's strips use tables that stand apart from them.
TEST(JpegTables, AnAbbreviatedImageSaysWhichTablesItMisses) {
  std::string stripped;
  Report report;
  const Policy policy;
  const auto emit = [](void* caller, Slice slice) noexcept {
    static_cast<std::string*>(caller)->append(as_text(slice.bytes));
    return true;
  };
  Output out{policy, report, emit, &stripped, nullptr, nullptr};
  const auto feed = [&](JpegGrammar& grammar, const std::string& file) {
    stripped.clear();
    report = {};
    ASSERT_TRUE(grammar.feed(std::as_bytes(std::span{file}), out));
    ASSERT_TRUE(grammar.finish(out));
  };
  JpegGrammar strip;
  feed(strip, soi + frame(0xC0, 2) + dc(1) + segment(0xDA, bytes({2, 1, 0x10, 2, 0x02, 0, 63, 0})) + scan + eoi);
  jpeg::TableSet missing;
  missing.add(jpeg::TableKind::quantisation, 0);
  missing.add(jpeg::TableKind::quantisation, 1);
  missing.add(jpeg::TableKind::dc_huffman, 0);
  missing.add(jpeg::TableKind::ac_huffman, 0);
  missing.add(jpeg::TableKind::ac_huffman, 2);
  EXPECT_EQ(strip.missing_tables(), missing);

  JpegGrammar tables{JpegGrammar::Content::tables};
  const std::string used = q(0) + dc(0) + ac(2);
  const std::string all = soi + q(0, 'S') + q(2) + used + dc(1) + dri(3) + eoi;
  feed(tables, all);
  EXPECT_EQ(stripped, soi + q(2) + used + dc(1) + eoi) << "all of them by default";
  tables.reset();
  tables.keep_tables(missing);
  feed(tables, all);
  EXPECT_EQ(stripped, soi + used + eoi);
  EXPECT_FALSE(report.clean());
}

}  // namespace
}  // namespace stripmeta::test
