// What a policy keeps of a colour profile.
#include "strip/metadata/kept_icc.hpp"

#include <gtest/gtest.h>

#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {
namespace {

constexpr std::uint64_t offset = 77;

std::expected<KeptProfile, Error> keep(const std::string& profile, const Policy& policy) {
  return keep_profile(std::as_bytes(std::span{profile}), offset, policy);
}

const IccTag white{"wtpt", icc_xyz()};

TEST(KeptProfile, StaysByPolicy) {
  const auto profile = icc_profile({white});
  const auto kept = keep(profile, {});
  ASSERT_TRUE(kept);
  EXPECT_FALSE(kept->changed);
  EXPECT_EQ(as_text(kept->bytes), profile);
  EXPECT_TRUE(keep(profile, *make_policy({.remove = "icc"}))->empty());
}

TEST(KeptProfile, IsReducedToColour) {
  const auto kept = keep(icc_profile({white, {"priv", "text"}}), {});
  ASSERT_TRUE(kept);
  EXPECT_TRUE(kept->changed);
  EXPECT_FALSE(kept->empty());
}

TEST(KeptProfile, ADamagedOneGoesAndStrictRefusesIt) {
  EXPECT_TRUE(keep("damaged", {})->empty());
  const auto strict = keep("damaged", {.strict = true});
  ASSERT_FALSE(strict);
  EXPECT_EQ(strict.error().kind, ErrorKind::malformed);
  EXPECT_EQ(strict.error().offset, offset);
  const auto without = *make_policy({.remove = "icc", .strict = true});
  EXPECT_TRUE(keep("damaged", without)->empty()) << "it goes in any case";
}

TEST(KeptProfile, TheReportSaysWhatWent) {
  Report report;
  report_reduced_profile({{}, false}, 10, 10, report);
  EXPECT_TRUE(report.rows.empty());
  report_reduced_profile({{}, true}, 10, 7, report);
  report_reduced_profile({{}, true}, 10, 12, report);
  ASSERT_EQ(report.rows.size(), 1U);
  EXPECT_EQ(report.rows.front().count, 2U);
  EXPECT_EQ(report.rows.front().bytes, 3U);
  report_reduced_profile({{}, true, true}, 10, 8, report);
  EXPECT_EQ(report.rows.back().kind, Kind::layout);
  EXPECT_EQ(report.rows.back().bytes, 2U);
}

}  // namespace
}  // namespace stripmeta::test
