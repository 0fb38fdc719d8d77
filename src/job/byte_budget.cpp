#include "job/byte_budget.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace stripmeta {

ByteBudget::Lease::Lease(Lease&& other) noexcept
    : budget_(std::exchange(other.budget_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}

ByteBudget::Lease& ByteBudget::Lease::operator=(Lease&& other) noexcept {
  if (this != &other) {
    release();
    budget_ = std::exchange(other.budget_, nullptr);
    bytes_ = std::exchange(other.bytes_, 0);
  }
  return *this;
}

void ByteBudget::Lease::release() {
  if (budget_ != nullptr) budget_->release(bytes_);
  budget_ = nullptr;
}

bool ByteBudget::Lease::try_grow(std::uint64_t more) {
  if (budget_ == nullptr || !budget_->try_take(more)) return false;
  bytes_ += more;
  return true;
}

std::expected<ByteBudget::Lease, Error> ByteBudget::acquire(std::uint64_t bytes, const Call& call) {
  bytes = std::min(bytes, total_);
  std::unique_lock lock{mutex_};
  const auto ticket = ++last_ticket_;
  waiting_.push_back(ticket);
  changed_.wait_until(lock, call.stop, call.deadline,
                      [&] { return call.is_over() || (waiting_.front() == ticket && bytes <= free_); });
  const bool granted = !call.is_over() && waiting_.front() == ticket && bytes <= free_;
  std::erase(waiting_, ticket);
  if (granted) free_ -= bytes;
  changed_.notify_all();  // another ticket may be first now
  if (granted) return Lease{*this, bytes};
  return std::unexpected(Error{ErrorKind::deadline,
                               "the time limit passed while this object waited for memory that other objects use",
                               std::nullopt});
}

bool ByteBudget::try_take(std::uint64_t bytes) {
  const std::scoped_lock lock{mutex_};
  if (!waiting_.empty() || bytes > free_) return false;
  free_ -= bytes;
  return true;
}

void ByteBudget::release(std::uint64_t bytes) {
  const std::scoped_lock lock{mutex_};
  free_ += bytes;
  changed_.notify_all();
}

}  // namespace stripmeta
