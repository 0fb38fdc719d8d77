#include "s3/cached_credentials.hpp"

#include <utility>

#include "store/call.hpp"

namespace stripmeta::s3 {
namespace {

using std::chrono::seconds;

constexpr std::chrono::minutes ahead{5};
constexpr seconds pause{30};

}  // namespace

CachedCredentials::CachedCredentials(Look look, Clock clock) : look_(std::move(look)), clock_(std::move(clock)) {}

bool CachedCredentials::good_for(seconds time) const {
  return present_ && (!present_->expires || *present_->expires - clock_() > time);
}

bool CachedCredentials::must_look() const {
  return !good_for(seconds{0}) || (!good_for(ahead) && clock_() >= next_look_);
}

std::expected<Credentials, Error> CachedCredentials::get(const Call& call) {
  Lock lock{mutex_};
  while (must_look()) {
    if (!looking_) return look_anew(lock, call);
    if (good_for(seconds{0})) break;
    looked_.wait_until(lock, call.stop, call.deadline, [this] { return !looking_; });
    if (auto going = check_call(call, "looking for credentials"); !going)
      return std::unexpected(std::move(going.error()));
    // What another caller's time was too short for may well succeed in ours.
    if (!looking_ && failure_ && failure_->kind != ErrorKind::deadline) return std::unexpected(*failure_);
  }
  return *present_;
}

std::expected<Credentials, Error> CachedCredentials::look_anew(Lock& lock, const Call& call) {
  looking_ = true;
  lock.unlock();
  auto fresh = look_(call);
  lock.lock();
  looking_ = false;
  looked_.notify_all();
  next_look_ = clock_() + pause;
  if (fresh && fresh->expires && *fresh->expires <= clock_()) {
    fresh = std::unexpected(
        Error{ErrorKind::configuration, "the AWS credentials that were found have expired", std::nullopt});
  }
  failure_.reset();
  if (fresh) {
    present_ = std::move(*fresh);
  } else {
    failure_ = fresh.error();
  }
  if (good_for(seconds{0})) return *present_;
  return fresh;
}

void CachedCredentials::reject(const Credentials& refused) {
  const Lock lock{mutex_};
  if (!present_ || present_->access_key_id != refused.access_key_id) return;
  if (present_->session_token == refused.session_token) present_.reset();
}

}  // namespace stripmeta::s3
