#include "s3/credentials/cached.hpp"

#include <utility>

#include "store/environment.hpp"

namespace stripmeta::s3 {
namespace {

using std::chrono::seconds;

constexpr std::chrono::minutes refresh_ahead{5};
constexpr seconds refresh_pause{30};

}  // namespace

CachedCredentials::CachedCredentials(Find find, Clock clock) : find_(std::move(find)), clock_(std::move(clock)) {}

bool CachedCredentials::is_valid_for(seconds time) const {
  return current_ && (!current_->expires || *current_->expires - clock_() > time);
}

bool CachedCredentials::needs_refresh() const {
  return !is_valid_for(seconds{0}) || (!is_valid_for(refresh_ahead) && clock_() >= next_refresh_);
}

std::expected<Credentials, Error> CachedCredentials::get(const Call& call) {
  Lock lock{mutex_};
  while (needs_refresh()) {
    if (!refreshing_) return refresh(lock, call);
    if (is_valid_for(seconds{0})) break;
    refreshed_.wait_until(lock, call.stop, call.deadline, [this] { return !refreshing_; });
    if (auto in_time = check_call(call, "looking for credentials"); !in_time)
      return std::unexpected(std::move(in_time.error()));
    // Another caller's deadline says nothing about this one's.
    if (!refreshing_ && failure_ && failure_->kind != ErrorKind::deadline) return std::unexpected(*failure_);
  }
  return *current_;
}

std::expected<Credentials, Error> CachedCredentials::refresh(Lock& lock, const Call& call) {
  refreshing_ = true;
  lock.unlock();
  auto fresh = find_(call);
  lock.lock();
  refreshing_ = false;
  refreshed_.notify_all();
  next_refresh_ = clock_() + refresh_pause;
  if (fresh && fresh->expires && *fresh->expires <= clock_()) {
    fresh = misconfigured("the AWS credentials that were found have expired; renew them");
  }
  failure_.reset();
  if (fresh) {
    current_ = std::move(*fresh);
  } else {
    failure_ = fresh.error();
  }
  if (is_valid_for(seconds{0})) return *current_;
  return fresh;
}

void CachedCredentials::reject(const Credentials& refused) {
  const Lock lock{mutex_};
  if (!current_ || current_->access_key_id != refused.access_key_id) return;
  if (current_->session_token == refused.session_token) current_.reset();
}

}  // namespace stripmeta::s3
