// The memory that all jobs of a process share. It limits how many run at once.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <expected>
#include <mutex>

#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// Thread-safe. First come, first served: a large request is not overtaken by small ones behind it.
class ByteBudget {
 public:
  // A part of the budget. The destructor returns it. The budget must outlive it.
  class Lease {
   public:
    Lease() = default;
    Lease(Lease&& other) noexcept;
    Lease& operator=(Lease&& other) noexcept;
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { release(); }

    std::uint64_t bytes() const { return bytes_; }

    // Enlarges the lease if there is room and nobody is waiting. False: it stays as it is. If you need more, you must
    // then return the lease and acquire the whole amount: two leases that wait for each other would wait for ever.
    bool try_grow(std::uint64_t more);

   private:
    friend class ByteBudget;
    Lease(ByteBudget& budget, std::uint64_t bytes) : budget_(&budget), bytes_(bytes) {}
    void release();

    ByteBudget* budget_{nullptr};
    std::uint64_t bytes_{0};
  };

  explicit ByteBudget(std::uint64_t total_bytes) : total_(total_bytes), free_(total_bytes) {}
  ByteBudget(const ByteBudget&) = delete;
  ByteBudget& operator=(const ByteBudget&) = delete;
  ~ByteBudget() = default;

  // Waits until there is room. A request for more than the total gets the total. Error `deadline`: the call is over.
  std::expected<Lease, Error> acquire(std::uint64_t bytes, const Call& call);

 private:
  bool try_take(std::uint64_t bytes);
  void release(std::uint64_t bytes);

  const std::uint64_t total_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::uint64_t free_;
  std::deque<std::uint64_t> waiting_;  // tickets, the next one first
  std::uint64_t last_ticket_{0};
};

}  // namespace stripmeta
