// The progress line.
#include "cli/output/progress.hpp"

#include <gtest/gtest.h>

namespace stripmeta::cli {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t wide = 200;

TEST(Progress, ShowsWhatIsKnown) {
  ProgressState state;
  EXPECT_EQ(progress_line(state, wide), "0 files, 0 B");
  state = {.files = 1204, .bytes = 3'149'000'000, .failed = 2, .elapsed = milliseconds{10'000}, .total = {}};
  EXPECT_EQ(progress_line(state, wide), "1,204 files, 3.1 GB, 314.9 MB/s, 2 failed");
  state.total = {40'000, 96'400'000'000};
  EXPECT_EQ(progress_line(state, wide), "1,204 of 40,000 files, 3.1 GB of 96.4 GB, 314.9 MB/s, 4:56 left, 2 failed");
}

TEST(Progress, ShowsNoTimeLeftIfNothingIsLeft) {
  const ProgressState state{
      .files = 3, .bytes = 999, .failed = 0, .elapsed = milliseconds{1}, .total = ProgressState::Total{3, 999}};
  EXPECT_EQ(progress_line(state, wide), "3 of 3 files, 999 B of 999 B, 999.0 kB/s");
}

TEST(Progress, ShowsHours) {
  const ProgressState state{.files = 1,
                            .bytes = 1000,
                            .failed = 0,
                            .elapsed = milliseconds{1000},
                            .total = ProgressState::Total{9, 1000 + 1000 * 3723}};
  EXPECT_NE(progress_line(state, wide).find("1:02:03 left"), std::string::npos);
}

TEST(Progress, IsNoWiderThanTheTerminal) {
  EXPECT_EQ(progress_line({}, 7), "0 files");
}

}  // namespace
}  // namespace stripmeta::cli
