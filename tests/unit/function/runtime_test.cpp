#include "function/runtime.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <limits>

namespace stripmeta {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds now{1'700'000'000'000};

// The time that an invocation gets if its deadline is that far away.
std::chrono::nanoseconds time_for(std::optional<std::chrono::milliseconds> deadline) {
  const std::chrono::steady_clock::time_point steady{5s};
  return call_deadline(deadline, std::chrono::system_clock::time_point{now}, steady) - steady;
}

TEST(CallDeadline, EndsATenthSoonerButAtMostASecond) {
  EXPECT_EQ(time_for(now + 120s), 119s);
  EXPECT_EQ(time_for(now + 10s), 9s);
  EXPECT_EQ(time_for(now + 3s), 2700ms);
}

TEST(CallDeadline, ThePastIsNow) {
  EXPECT_EQ(time_for(now), 0s);
  EXPECT_EQ(time_for(now - 1h), 0s);
  EXPECT_EQ(time_for(0ms), 0s);
}

TEST(CallDeadline, NoneIsLongerThanLambdas) {
  constexpr auto most = 15min - 1s;
  EXPECT_EQ(time_for(std::nullopt), most);
  EXPECT_EQ(time_for(now + 24h), most);
  EXPECT_EQ(time_for(std::chrono::milliseconds{std::numeric_limits<std::int64_t>::max()}), most);
}

TEST(Trace, IsThatOfThisInvocationOrNone) {
  const auto* variable = "_X_AMZN_TRACE_ID";
  publish_trace("Root=1-2-3");
  EXPECT_STREQ(std::getenv(variable), "Root=1-2-3");
  publish_trace("Root=4-5-6");
  EXPECT_STREQ(std::getenv(variable), "Root=4-5-6");
  publish_trace("");
  EXPECT_EQ(std::getenv(variable), nullptr);
}

}  // namespace
}  // namespace stripmeta
