// Markers without a meaning within a scan: TEM (FF 01) and reserved ones (FF 02 to FF BF). What stays is what libjpeg
// shows (jpeg_resync_to_restart(), read_markers()).
#include <gtest/gtest.h>

#include "support/cpp/expectations.hpp"
#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {
namespace {

const std::string first = bytes({0x12, 0xFF, 0x00, 0x34});
const std::string second = marker(0xD0) + bytes({0x56, 0xFF, 0xFF, 0x00, 0x78});
const std::string third = marker(0xD1) + bytes({0x9A, 0xBC});

// Pictures of three units, with a restart before the second and the third.
const std::string one_scan = soi + dqt + sof(0xC0, 24, 8) + dht + segment(0xDD, be16(1)) + sos();
const std::string several_scans = soi + dqt + sof(0xC2, 24, 8) + dht + segment(0xDD, be16(1)) + sos();

void expect_cut(const std::string& input, const std::string& output) {
  for (const std::size_t step : {1U, 3U, 100000U}) {
    const auto result = strip(input, {}, step);
    ASSERT_FALSE(result.error) << result.error->message;
    EXPECT_EQ(result.output, output);
    EXPECT_FALSE(result.report.clean());
    const auto* junk = find_row(result.report, Kind::junk, Fate::removed);
    ASSERT_NE(junk, nullptr);
    EXPECT_EQ(junk->bytes, input.size() - output.size());
  }
  EXPECT_FALSE(strip(output).report.changed());
}

// Whatever stands between the marker and the next one goes with it: decoders skip it, too.
TEST(JpegResync, InAScanWithRestartsItGoesOnAtTheNextOne) {
  for (const auto& front : {one_scan, several_scans}) {
    for (int code = 0x01; code < 0xC0; ++code) {
      for (const auto& text : {std::string{}, std::string{"SECRET"}, bytes({0xFF, 0x00, 0xFF, 0xFF, 0x00})}) {
        const std::string cut = marker(code) + text;
        expect_cut(front + cut + first + second + third + eoi, front + second + third + eoi);
        expect_cut(front + first + cut + second + third + eoi, front + first + second + third + eoi);
        expect_cut(front + first + marker(0xD0) + cut + second.substr(2) + third + eoi,
                   front + first + marker(0xD0) + third + eoi);
        expect_cut(front + first + second + cut + third + eoi, front + first + second + third + eoi);
        expect_cut(front + first + second + third + cut + eoi, front + first + second + third + eoi);
        expect_cut(front + first + cut + cut + second + cut + third + eoi, front + first + second + third + eoi);
      }
    }
  }
}

TEST(JpegResync, ItEndsAtAnyOtherMarker) {
  const std::string rest = sos() + first + second + third + eoi;
  const std::string cut = marker(0x02) + "text" + marker(0x01);
  const std::string other = segment(0xC4, bytes({0, 0, 1}) + std::string(14, '\0') + bytes({4}));
  expect_cut(several_scans + first + cut + other + rest, several_scans + first + other + rest);
  expect_cut(several_scans + first + cut + rest, several_scans + first + rest);
  const auto ended = strip(several_scans + first + cut + segment(0xFE, "note") + second + rest);
  EXPECT_EQ(ended.output, several_scans + first + rest) << "a comment ends the scan for decoders";
  const auto fill = strip(one_scan + first + cut + std::string(9, '\xFF') + second + third + eoi);
  EXPECT_EQ(fill.output, one_scan + first + second + third + eoi);
  const auto open = strip(one_scan + first + cut + "and more");
  EXPECT_EQ(open.output, one_scan + first + eoi);
  EXPECT_TRUE(open.report.truncated);
}

// Without restarts decoders skip TEM and all up to the next marker that is not RST.
TEST(JpegResync, WithoutRestartsTheScanEnds) {
  const std::string single = soi + dqt + sof(0xC0, 24, 8) + dht + sos();
  const std::string several = soi + dqt + sof(0xC2, 24, 8) + dht + sos();
  for (const int code : {0x01, 0x02, 0xBF, 0xC8, 0xF0, 0xF7, 0xF8, 0xFD})
    expect_cut(single + first + marker(code) + "text" + second + third + eoi, single + first + eoi);
  const std::string rest = dht + sos() + first + eoi;
  expect_cut(several + first + marker(0x01) + "text" + second + rest, several + first + rest);
  const auto refused = strip(several + first + marker(0x02) + rest);
  ASSERT_TRUE(refused.error);
  EXPECT_EQ(refused.error->kind, ErrorKind::malformed);
  EXPECT_EQ(refused.error->offset, (several + first).size());
}

// To libjpeg, a marker of an extension ends the scan, even if that has restarts.
TEST(JpegResync, AMarkerOfAnExtensionEndsTheScan) {
  expect_cut(one_scan + first + marker(0xF3) + second + third + eoi, one_scan + first + eoi);
  EXPECT_TRUE(strip(several_scans + first + marker(0xF3) + second + third + eoi).error);
}

TEST(JpegResync, AStrictPolicyRefusesReservedMarkers) {
  const Policy policy{.strict = true};
  for (int code = 0x02; code < 0xC0; ++code) {
    const auto result = strip(one_scan + first + marker(code) + second + third + eoi, policy);
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->kind, ErrorKind::malformed);
    EXPECT_EQ(result.error->offset, (one_scan + first).size());
  }
  EXPECT_EQ(strip(one_scan + first + marker(0x01) + second + third + eoi, policy).output,
            one_scan + first + second + third + eoi);
}

}  // namespace
}  // namespace stripmeta::test
