#include "function/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace stripmeta {
namespace {

using std::chrono::hours;
using std::chrono::steady_clock;

TEST(ForEachAtOnce, EachOnce) {
  for (const std::size_t at_once : {1U, 2U, 7U, 64U}) {
    std::vector<std::atomic<int>> calls(100);
    for_each_at_once(calls.size(), at_once, [&](std::size_t i) { ++calls[i]; });
    for (const auto& count : calls) EXPECT_EQ(count, 1);
  }
  for_each_at_once(0, 4, [](std::size_t) { FAIL(); });
}

TEST(ForEachAtOnce, OneAtATimeIsInOrderAndOnTheCallersThread) {
  std::vector<std::size_t> order;
  for_each_at_once(5, 1, [&, caller = std::this_thread::get_id()](std::size_t i) {
    EXPECT_EQ(std::this_thread::get_id(), caller);
    order.push_back(i);
  });
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
}

TEST(Pace, AllowsWhatTheLongestSoFarLeavesTimeFor) {
  const Call call{.deadline = steady_clock::now() + hours{10}};
  Pace pace{call};
  EXPECT_TRUE(pace.allows_another());
  pace.took(hours{9});
  pace.took(hours{1});
  EXPECT_TRUE(pace.allows_another());
  pace.took(hours{11});
  EXPECT_FALSE(pace.allows_another());
}

TEST(Pace, NothingPastTheDeadlineOrAStop) {
  const Call late{.deadline = steady_clock::now() - hours{1}};
  EXPECT_FALSE(Pace{late}.allows_another());
  std::stop_source stop;
  const Call call{.stop = stop.get_token()};
  const Pace pace{call};
  EXPECT_TRUE(pace.allows_another());
  stop.request_stop();
  EXPECT_FALSE(pace.allows_another());
}

}  // namespace
}  // namespace stripmeta
