// Several units of work at once, on threads that end with them.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>

#include "store/store.hpp"

namespace stripmeta {

// Calls each(0) ... each(count - 1), at most `at_once` (at least 1) at a time, beginning them in that order, and
// returns when the last has ended. One thread is the caller's; where the system has no more of them, fewer are used.
// `each` must not throw.
void for_each_at_once(std::size_t count, std::size_t at_once, const std::function<void(std::size_t)>& each);

// Tells whether there is time to begin another unit, by how long they took so far. Thread-safe.
class Pace {
 public:
  // `call` must outlive it.
  explicit Pace(const Call& call) : call_(&call) {}

  // False once a stop was asked for, or where less time is left than the longest unit took.
  bool allows_another() const;

  void took(std::chrono::steady_clock::duration time);

 private:
  const Call* call_;
  mutable std::mutex mutex_;
  std::chrono::steady_clock::duration longest_{0};
};

}  // namespace stripmeta
