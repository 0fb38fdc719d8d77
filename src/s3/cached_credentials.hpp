// Credentials that are kept until they are about to expire.
#pragma once

#include <chrono>
#include <condition_variable>
#include <expected>
#include <functional>
#include <mutex>
#include <optional>

#include "s3/credentials.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

class CachedCredentials : public CredentialSource {
 public:
  using Look = std::function<std::expected<Credentials, Error>(const Call&)>;
  using Clock = std::function<std::chrono::system_clock::time_point()>;

  // `look` finds new ones; it is never called by two threads at once.
  CachedCredentials(Look look, Clock clock);

  // From five minutes before the end of the present ones they are looked for anew, every 30 seconds at most. Until the
  // end the present ones are answered while another caller looks, and where looking fails.
  std::expected<Credentials, Error> get(const Call& call) override;

  void reject(const Credentials& refused) override;

 private:
  using Lock = std::unique_lock<std::mutex>;

  bool good_for(std::chrono::seconds time) const;
  bool must_look() const;
  std::expected<Credentials, Error> look_anew(Lock& lock, const Call& call);

  Look look_;
  Clock clock_;
  std::mutex mutex_;
  std::condition_variable_any looked_;
  std::optional<Credentials> present_;
  std::optional<Error> failure_;  // of the last look
  std::chrono::system_clock::time_point next_look_;
  bool looking_{false};
};

}  // namespace stripmeta::s3
