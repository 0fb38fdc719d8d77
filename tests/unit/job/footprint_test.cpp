#include "job/footprint.hpp"

#include <gtest/gtest.h>

namespace stripmeta {
namespace {

constexpr std::uint64_t mebibyte = 1U << 20U;

TEST(Footprint, GrowsWithTheImageUntilNoProfileIsLonger) {
  EXPECT_EQ(job_footprint(0, 0), 1'300U << 10U);
  EXPECT_EQ(job_footprint(mebibyte, mebibyte), (1'300U << 10U) + mebibyte * 7 / 2);
  EXPECT_EQ(job_footprint(mebibyte + 1, mebibyte), job_footprint(mebibyte, mebibyte) + 2);
  EXPECT_EQ(job_footprint(std::uint64_t{5} << 40U, 0), job_footprint(17 * mebibyte, 0));
  EXPECT_LT(job_footprint(std::uint64_t{5} << 40U, 24 * mebibyte), 67 * mebibyte);
}

// The default function of 512 MB: ten objects of 8 MiB at once, six of any size.
TEST(Footprint, LetsWorkThroughWhatADefaultFunctionHolds) {
  constexpr std::uint64_t budget = 416 * mebibyte;
  EXPECT_LE(10 * job_footprint(8 * mebibyte - 4'096, 8 * mebibyte), budget);
  EXPECT_LE(6 * job_footprint(std::uint64_t{2} << 30U, 24 * mebibyte), budget);
}

TEST(Footprint, CountsTheOutputThatIsJudgedInOnePiece) {
  EXPECT_EQ(whole_footprint(mebibyte, Preset::standard), 3 * mebibyte);
  EXPECT_EQ(whole_footprint(mebibyte, Preset::location), 4 * mebibyte);
}

}  // namespace
}  // namespace stripmeta
