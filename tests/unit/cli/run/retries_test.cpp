// Files that failed are tried again, with a growing delay.
#include "cli/run/retries.hpp"

#include <gtest/gtest.h>

namespace stripmeta::cli {
namespace {

using Names = std::vector<std::string>;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Retries, DoubleTheDelayEachTime) {
  Retries retries;
  auto now = Retries::Time{};
  for (int wait = 1; wait < 1000; wait *= 2) {
    retries.add("a", now);
    now += seconds{std::min(wait, 300)} - milliseconds{1};
    EXPECT_EQ(retries.due(now), Names{}) << wait;
    now += milliseconds{1};
    EXPECT_EQ(retries.due(now), Names{"a"}) << wait;
    EXPECT_EQ(retries.due(now + seconds{1000}), Names{}) << wait;
  }
}

TEST(Retries, DoNotDoubleTheDelayOfFilesBeingWritten) {
  Retries retries;
  auto now = Retries::Time{};
  for (int i = 0; i < 5; ++i) {
    retries.add_soon("a", now);
    now += seconds{1};
    EXPECT_EQ(retries.due(now), std::vector<std::string>{"a"});
  }
}

TEST(Retries, ForgetFilesThatAreDone) {
  Retries retries;
  const auto now = Retries::Time{};
  for (int i = 0; i < 5; ++i) retries.add("a", now);
  retries.add("b", now);
  retries.forget("a");
  EXPECT_EQ(retries.due(now + seconds{1}), Names{"b"});
  retries.add("a", now);
  EXPECT_EQ(retries.due(now + seconds{1}), Names{"a"});
}

}  // namespace
}  // namespace stripmeta::cli
