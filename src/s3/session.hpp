// What all buckets of a process share: settings, connections, credentials and S3's clock.
#pragma once

#include <atomic>
#include <chrono>
#include <expected>
#include <memory>

#include "net/http.hpp"
#include "s3/credentials/credentials.hpp"
#include "s3/settings.hpp"
#include "store/environment.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

// Thread-safe.
class Session {
 public:
  // Reads the settings. The network and the credentials are not used before the first request. Error `configuration`:
  // as read_s3_settings(), or libcurl cannot be used.
  static std::expected<std::shared_ptr<Session>, Error> open(const Lookup& lookup);

  Session(S3Settings settings, const Lookup& lookup);

  const S3Settings& settings() const { return settings_; }
  net::HttpClient& http() { return http_; }
  CredentialSource& credentials() { return *credentials_; }

  // The current time by S3's clock.
  std::chrono::system_clock::time_point now() const { return std::chrono::system_clock::now() + offset_.load(); }
  // Sets the clock to the time in a response that has just arrived.
  void set_clock(std::chrono::system_clock::time_point theirs) { offset_ = theirs - std::chrono::system_clock::now(); }

 private:
  S3Settings settings_;
  net::HttpClient http_;
  std::unique_ptr<CredentialSource> credentials_;
  std::atomic<std::chrono::system_clock::duration> offset_{std::chrono::system_clock::duration{0}};
};

}  // namespace stripmeta::s3
