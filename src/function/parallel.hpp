// Runs several units of work at once.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>

#include "store/store.hpp"

namespace stripmeta {

// Calls each(0) ... each(count - 1), at most `at_once` (at least 1) at a time, starting in that order. Returns when all
// have ended. Uses the caller's thread and new ones; if the system has no more threads, fewer run at once. `each` must
// not throw.
void for_each_at_once(std::size_t count, std::size_t at_once, const std::function<void(std::size_t)>& each);

// Estimates whether there is time for another unit, from how long the previous ones took. Thread-safe.
class Pace {
 public:
  // `call` must outlive it.
  explicit Pace(const Call& call) : call_(&call) {}

  // False if a stop was requested, or if less time is left than the longest unit took.
  bool allows_another() const;

  void took(std::chrono::steady_clock::duration time);

 private:
  const Call* call_;
  mutable std::mutex mutex_;
  std::chrono::steady_clock::duration longest_{0};
};

}  // namespace stripmeta
