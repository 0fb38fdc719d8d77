#include "function/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace stripmeta {
namespace {

// False if the system has no more threads.
bool add_thread(std::vector<std::jthread>& threads, const std::function<void()>& work) {
  try {
    threads.emplace_back(work);
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

}  // namespace

void for_each_at_once(std::size_t count, std::size_t at_once, const std::function<void(std::size_t)>& each) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) each(i);
  };
  const auto helpers = std::min(count, at_once);
  std::vector<std::jthread> threads;
  threads.reserve(helpers);
  while (threads.size() + 1 < helpers && add_thread(threads, work)) {
  }
  work();
}

bool Pace::allows_another() const {
  if (call_->is_over()) return false;
  const std::scoped_lock lock{mutex_};
  return call_->deadline - std::chrono::steady_clock::now() >= longest_;
}

void Pace::took(std::chrono::steady_clock::duration time) {
  const std::scoped_lock lock{mutex_};
  longest_ = std::max(longest_, time);
}

}  // namespace stripmeta
