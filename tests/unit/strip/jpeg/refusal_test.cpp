// What is refused of a JPEG: by kind and byte offset, before anything was emitted where the fault is in the header.
#include <gtest/gtest.h>

#include "support/cpp/jpeg_bytes.hpp"
#include "support/cpp/strip_whole.hpp"

namespace stripmeta::test {
namespace {

struct Refusal {
  const char* name;
  std::string input;
  ErrorKind kind;
  std::size_t offset;
};

const std::string before_scan = soi + tables;
const std::string in_scan = soi + tables + sos() + scan;

Refusal header_fault(const char* name, const std::string& fault, ErrorKind kind = ErrorKind::malformed) {
  return {name, before_scan + fault + sos() + scan + eoi, kind, before_scan.size()};
}
Refusal scan_fault(const char* name, const std::string& fault, ErrorKind kind = ErrorKind::malformed) {
  return {name, in_scan + fault + eoi, kind, in_scan.size()};
}

// Behind the first of several scans.
Refusal several_fault(const char* name, const std::string& fault, ErrorKind kind = ErrorKind::malformed) {
  const std::string front = soi + progressive_tables + sos() + scan;
  return {name, front + fault + scan + dht + sos() + scan + eoi, kind, front.size()};
}
const std::string other_scan = segment(0xDA, bytes({1, 9, 0, 0, 63, 0}));

class JpegRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(JpegRefusal, HasAKindAndAnOffset) {
  const auto& refusal = GetParam();
  for (const std::size_t step : {1U, 5U, 1000000U}) {
    const auto result = strip(refusal.input, {}, step);
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->kind, refusal.kind) << result.error->message;
    EXPECT_EQ(result.error->offset, refusal.offset);
    EXPECT_FALSE(result.error->message.empty());
    if (refusal.offset <= before_scan.size()) {
      EXPECT_EQ(result.output, "");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Header, JpegRefusal,
    testing::Values(header_fault("second_soi", soi), header_fault("second_frame", sof()),
                    header_fault("late_hierarchy", segment(0xDE, sof().substr(4))),
                    header_fault("reserved", marker(0x02)), header_fault("reserved_last", marker(0xBF)),
                    header_fault("unknown_component", other_scan), header_fault("early_eoi", eoi),
                    header_fault("jpeg_ls", segment(0xF7, sof().substr(4)), ErrorKind::unsupported),
                    header_fault("lse", segment(0xF8, "xxx"), ErrorKind::unsupported),
                    header_fault("jpg", segment(0xC8, "xxx"), ErrorKind::unsupported),
                    header_fault("jpg0", segment(0xF0, "xxx"), ErrorKind::unsupported),
                    header_fault("jpg13", segment(0xFD, "xxx"), ErrorKind::unsupported),
                    header_fault("length_zero", marker(0xDB) + be16(0)),
                    header_fault("length_one", marker(0xC4) + be16(1)),
                    header_fault("long_dri", segment(0xDD, be16(1) + "x")),
                    header_fault("short_dri", segment(0xDD, "x")), header_fault("long_exp", segment(0xDF, "xx")),
                    header_fault("empty_exp", segment(0xDF, "")), header_fault("odd_dac", segment(0xCC, "xxx")),
                    header_fault("short_dqt", segment(0xDB, bytes({0}) + std::string(63, 'x'))),
                    header_fault("long_dqt", segment(0xDB, bytes({0}) + std::string(64, '\1') + "hidden")),
                    header_fault("dqt_precision", segment(0xDB, bytes({0x20}) + std::string(64, 'x'))),
                    header_fault("dqt_number", segment(0xDB, bytes({0x04}) + std::string(64, 'x'))),
                    header_fault("short_dht", segment(0xC4, std::string(16, '\0'))),
                    header_fault("dht_values_missing", segment(0xC4, bytes({0, 2}) + std::string(15, '\0') + "x")),
                    header_fault("dht_class", segment(0xC4, bytes({0x20, 1}) + std::string(15, '\0') + "x")),
                    header_fault("dht_number", segment(0xC4, bytes({0x04, 1}) + std::string(15, '\0') + "x")),
                    header_fault("dac_class", segment(0xCC, bytes({0x20, 0}))),
                    header_fault("dht_too_many",
                                 segment(0xC4, bytes({0, 255, 255}) + std::string(14, '\0') + std::string(510, 'x')))),
    [](const testing::TestParamInfo<Refusal>& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Frame, JpegRefusal,
    testing::Values(
        Refusal{"no_components", soi + segment(0xC0, bytes({8, 0, 8, 0, 8, 0})), ErrorKind::malformed, 2},
        Refusal{"no_width", soi + sof(0xC0, 0, 8), ErrorKind::malformed, 2},
        Refusal{"eleven_components", soi + sof(0xC0, 8, 8, 11), ErrorKind::malformed, 2},
        Refusal{"no_sampling", soi + segment(0xC0, bytes({8, 0, 8, 0, 8, 1, 1, 0x01, 0})), ErrorKind::malformed, 2},
        Refusal{"much_sampling", soi + segment(0xC0, bytes({8, 0, 8, 0, 8, 1, 1, 0x51, 0})), ErrorKind::malformed, 2},
        Refusal{"fifth_quantisation", soi + segment(0xC0, bytes({8, 0, 8, 0, 8, 1, 1, 0x11, 4})), ErrorKind::malformed,
                2},
        Refusal{"short_frame", soi + segment(0xC0, "12345"), ErrorKind::malformed, 2},
        Refusal{"long_frame", soi + segment(0xC0, sof().substr(4) + "x"), ErrorKind::malformed, 2},
        Refusal{"hierarchy_twice", soi + segment(0xDE, sof().substr(4)) + segment(0xDE, sof().substr(4)),
                ErrorKind::malformed, 2 + sof().size()},
        Refusal{"scan_before_frame", soi + dqt + sos() + scan + eoi, ErrorKind::malformed, 2 + dqt.size()}),
    [](const testing::TestParamInfo<Refusal>& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Scan, JpegRefusal,
    testing::Values(several_fault("reserved", marker(0x7F)), several_fault("unknown_component", other_scan),
                    scan_fault("second_soi", soi), scan_fault("second_frame", sof()),
                    several_fault("jpg", marker(0xF3), ErrorKind::unsupported),
                    scan_fault("bad_table", segment(0xDD, "x")),
                    scan_fault("five_components", segment(0xDA, bytes({5}) + std::string(13, 'x'))),
                    scan_fault("no_components", segment(0xDA, bytes({0, 0, 63, 0}))),
                    scan_fault("long_scan_header", segment(0xDA, sos().substr(4) + "hidden"))),
    [](const testing::TestParamInfo<Refusal>& row) { return row.param.name; });

TEST(JpegLimit, TablesBeforeAScanAreBounded) {
  const auto size = tables.size();
  const auto refused = strip(minimal, Policy{.max_header_bytes = size - 13});
  ASSERT_TRUE(refused.error);
  EXPECT_EQ(refused.error->kind, ErrorKind::too_large);
  EXPECT_EQ(refused.error->offset, 2 + size - dht.size());
  EXPECT_FALSE(strip(minimal, Policy{.max_header_bytes = size}).error);
}

TEST(JpegLimit, TablesThatAreReplacedAreNoBurden) {
  std::string input = soi;
  while (input.size() < 200U << 10U) input += dqt;
  const auto result = strip(input + picture);
  ASSERT_FALSE(result.error);
  EXPECT_EQ(result.output, minimal);
}

// Each of these tables needs a head of its own once it has moved.
TEST(JpegLimit, TheOutputHardlyGrowsBySplitSegments) {
  const std::string table = dht.substr(4);
  const std::string two = segment(0xC4, table + std::string(table).replace(0, 1, bytes({1})));
  const std::string pair = two + sos() + scan + segment(0xDA, bytes({1, 1, 0x10, 0, 63, 0})) + scan;
  std::string input = soi + dqt + sof(0xC2);
  for (int i = 0; i < 64; ++i) input += pair;
  const auto grown = strip(input + eoi);
  ASSERT_FALSE(grown.error);
  EXPECT_EQ(grown.output.size(), input.size() + 2 + 256);
  const auto refused = strip(input + pair + eoi);
  ASSERT_TRUE(refused.error);
  EXPECT_EQ(refused.error->kind, ErrorKind::malformed);
  EXPECT_EQ(refused.error->offset, input.size());
}

TEST(JpegLimit, MetadataOfAnySizeIsNoBurden) {
  std::string input = soi;
  while (input.size() < 2U << 20U) input += segment(0xE4, std::string(65000, 'x'));
  const auto result = strip(input + picture);
  ASSERT_FALSE(result.error);
  EXPECT_EQ(result.output, minimal);
}

TEST(Jpeg, ANumberOfLinesThatIsMissingIsRefused) {
  for (const auto* lines : {"", "x"}) {
    const std::string front = soi + dqt + sof(0xC0, 8, 0) + dht + sos() + scan;
    const auto result = strip(front + segment(0xDC, lines) + eoi);
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->kind, ErrorKind::malformed);
    EXPECT_EQ(result.error->offset, front.size());
  }
}

TEST(Jpeg, AFrameOfAnUnknownPrecisionIsRefused) {
  for (const char precision : {'\0', '\1', '\x11', 'S'}) {
    auto file = minimal;
    file[file.find(sof()) + 4] = precision;
    EXPECT_EQ(strip(file).error->kind, ErrorKind::malformed);
  }
}

}  // namespace
}  // namespace stripmeta::test
