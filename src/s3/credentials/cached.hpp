// Keeps credentials until shortly before they expire.
#pragma once

#include <chrono>
#include <condition_variable>
#include <expected>
#include <functional>
#include <mutex>
#include <optional>

#include "s3/credentials/credentials.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

class CachedCredentials : public CredentialSource {
 public:
  using Find = std::function<std::expected<Credentials, Error>(const Call&)>;
  using Clock = std::function<std::chrono::system_clock::time_point()>;

  // `find` looks for new credentials; it is never called by two threads at once.
  CachedCredentials(Find find, Clock clock);

  // Looks for new credentials from five minutes before the current ones expire, at most every 30 seconds. Until the
  // current ones expire, they are returned while another caller looks, and also if looking fails.
  std::expected<Credentials, Error> get(const Call& call) override;

  void reject(const Credentials& refused) override;

 private:
  using Lock = std::unique_lock<std::mutex>;

  bool is_valid_for(std::chrono::seconds time) const;
  bool needs_refresh() const;
  std::expected<Credentials, Error> refresh(Lock& lock, const Call& call);

  Find find_;
  Clock clock_;
  std::mutex mutex_;
  std::condition_variable_any refreshed_;
  std::optional<Credentials> current_;
  std::optional<Error> failure_;  // of the last refresh
  std::chrono::system_clock::time_point next_refresh_;
  bool refreshing_{false};
};

}  // namespace stripmeta::s3
