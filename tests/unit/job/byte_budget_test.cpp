#include "job/byte_budget.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

namespace stripmeta {
namespace {

using namespace std::chrono_literals;

// A call that its destructor ends.
class Waiter {
 public:
  Waiter(ByteBudget& budget, std::uint64_t bytes)
      : thread_([this, &budget, bytes](std::stop_token stop) {
          const auto lease = budget.acquire(bytes, {.stop = std::move(stop)});
          granted_ = lease.has_value();
          ended_ = true;
          ended_.notify_all();
          while (granted_ && !released_) released_.wait(false);
        }) {}
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  ~Waiter() {
    release();
    thread_.request_stop();
  }

  bool has_it() {
    ended_.wait(false);
    return granted_;
  }
  bool has_ended() const { return ended_; }
  void give_up() { thread_.request_stop(); }
  void release() {
    released_ = true;
    released_.notify_all();
  }

 private:
  std::atomic<bool> ended_{false};
  std::atomic<bool> granted_{false};
  std::atomic<bool> released_{false};
  std::jthread thread_;
};

const Call over{.deadline = std::chrono::steady_clock::time_point::min()};

// Whether the request is granted, within a minute.
bool has_room(ByteBudget& budget, std::uint64_t bytes) {
  return budget.acquire(bytes, {.deadline = std::chrono::steady_clock::now() + 60s}).has_value();
}
bool has_no_room(ByteBudget& budget, std::uint64_t bytes) {
  return !budget.acquire(bytes, {.deadline = std::chrono::steady_clock::now() + 5ms}).has_value();
}

TEST(ByteBudget, ALeaseGrowsOnlyIntoWhatIsFree) {
  ByteBudget budget{100};
  auto lease = budget.acquire(40, {});
  ASSERT_TRUE(lease);
  EXPECT_TRUE(lease->try_grow(60));
  EXPECT_EQ(lease->bytes(), 100U);
  EXPECT_FALSE(lease->try_grow(1));
  EXPECT_EQ(lease->bytes(), 100U);
  lease = ByteBudget::Lease{};
  EXPECT_TRUE(has_room(budget, 100));
  ByteBudget::Lease none;
  EXPECT_FALSE(none.try_grow(1));
}

TEST(ByteBudget, ALeaseDoesNotGrowPastWhoWaits) {
  ByteBudget budget{100};
  auto lease = budget.acquire(40, {});
  ASSERT_TRUE(lease);
  Waiter waiter{budget, 80};
  while (lease->try_grow(0)) std::this_thread::yield();  // until it waits
  EXPECT_FALSE(lease->try_grow(1));
  lease = ByteBudget::Lease{};
  EXPECT_TRUE(waiter.has_it());
}

TEST(ByteBudget, LeasesAndReclaimsMemory) {
  ByteBudget budget{100};
  {
    const auto first = budget.acquire(60, {});
    ASSERT_TRUE(first);
    EXPECT_EQ(first->bytes(), 60U);
    EXPECT_TRUE(has_no_room(budget, 41));
    const auto second = budget.acquire(40, {});
    ASSERT_TRUE(second);
    EXPECT_TRUE(has_no_room(budget, 1));
    EXPECT_TRUE(has_room(budget, 0));
  }
  EXPECT_TRUE(has_room(budget, 100));
}

TEST(ByteBudget, ARequestForMoreThanTheTotalGetsTheTotal) {
  ByteBudget budget{100};
  const auto all = budget.acquire(1'000, {});
  ASSERT_TRUE(all);
  EXPECT_EQ(all->bytes(), 100U);
  EXPECT_TRUE(has_no_room(budget, 1));
}

TEST(ByteBudget, LeasesMove) {
  ByteBudget budget{100};
  auto lease = budget.acquire(100, {}).value();
  auto moved = std::move(lease);
  EXPECT_TRUE(has_no_room(budget, 1));
  moved = ByteBudget::Lease{};
  EXPECT_TRUE(has_room(budget, 100));
  moved = budget.acquire(70, {}).value();
  moved = budget.acquire(30, {}).value();  // releases the 70
  EXPECT_TRUE(has_room(budget, 70));
}

TEST(ByteBudget, ReportsThatTheTimeIsOver) {
  ByteBudget budget{100};
  const auto late = budget.acquire(1, over);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::deadline);
  std::stop_source source;
  source.request_stop();
  EXPECT_FALSE(budget.acquire(1, {.stop = source.get_token()}));
  EXPECT_TRUE(has_room(budget, 100));  // everything was released
}

TEST(ByteBudget, WakesWaitingRequests) {
  ByteBudget budget{100};
  auto all = budget.acquire(100, {}).value();
  Waiter waiter{budget, 100};
  all = {};
  EXPECT_TRUE(waiter.has_it());
}

// The first request in the queue is served first, even if there is room for the one after it.
TEST(ByteBudget, ServesRequestsInOrder) {
  ByteBudget budget{100};
  auto held = budget.acquire(50, {}).value();
  Waiter large{budget, 80};
  while (!has_no_room(budget, 1)) std::this_thread::yield();  // until the large request is in the queue
  Waiter small{budget, 10};
  EXPECT_TRUE(has_no_room(budget, 1));
  EXPECT_FALSE(small.has_ended());
  held = {};
  EXPECT_TRUE(large.has_it());
  EXPECT_TRUE(small.has_it());
}

TEST(ByteBudget, ServesTheNextIfTheFirstGivesUp) {
  ByteBudget budget{100};
  const auto held = budget.acquire(50, {}).value();
  Waiter large{budget, 80};
  while (!has_no_room(budget, 1)) std::this_thread::yield();
  Waiter small{budget, 10};
  large.give_up();
  EXPECT_FALSE(large.has_it());
  EXPECT_TRUE(small.has_it());
}

TEST(ByteBudget, IsNeverExceeded) {
  constexpr std::uint64_t total = 1'000;
  ByteBudget budget{total};
  std::atomic<std::uint64_t> in_use{0};
  std::atomic<std::uint64_t> most{0};
  {
    std::vector<std::jthread> jobs;
    for (std::uint64_t number = 0; number < 8; ++number) {
      jobs.emplace_back([&, number] {
        for (std::uint64_t round = 0; round < 200; ++round) {
          const auto bytes = (number * 97 + round * 31) % 700;
          const auto lease = budget.acquire(bytes, {}).value();
          const auto now = in_use += bytes;
          for (auto seen = most.load(); seen < now && !most.compare_exchange_weak(seen, now);) {
          }
          in_use -= bytes;
        }
      });
    }
  }
  EXPECT_LE(most, total);
  EXPECT_TRUE(has_room(budget, total));
}

}  // namespace
}  // namespace stripmeta
