#include "s3/credentials/iso8601.hpp"

#include <gtest/gtest.h>

namespace stripmeta::s3 {
namespace {

using namespace std::chrono;

TEST(Iso8601, UtcWithAndWithoutAFraction) {
  const auto expected = sys_days{2026y / February / 28} + 23h + 59min + 58s;
  EXPECT_EQ(parse_iso8601("2026-02-28T23:59:58Z"), expected);
  EXPECT_EQ(parse_iso8601("2026-02-28T23:59:58.123456Z"), expected);
}

TEST(Iso8601, OffsetsAreTakenOff) {
  const auto expected = sys_days{2026y / March / 1} + 4h + 30min;
  EXPECT_EQ(parse_iso8601("2026-03-01T10:00:00+05:30"), expected);
  EXPECT_EQ(parse_iso8601("2026-02-28T23:30:00-05:00"), expected);
  EXPECT_EQ(parse_iso8601("2026-03-01T04:30:00+00:00"), expected);
}

TEST(Iso8601, OtherTextIsNoTime) {
  for (const char* text : {"", "tomorrow", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z",
                           "2026-01-01T00:60:00Z", "2026-01-01T00:00:00", "2026-01-01T00:00:00Zx", "2026-01-01",
                           "2026-1-01T00:00:00Z", "-026-01-01T00:00:00Z", "2026-01-01T00:00:00+0100"}) {
    EXPECT_EQ(parse_iso8601(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace stripmeta::s3
