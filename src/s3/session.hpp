// What all buckets of a process share: settings, connections, credentials, and what is known of S3's clock.
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
  // Reads the settings; neither the network nor credentials are asked for before the first request.
  // Error configuration, as read_s3_settings().
  static std::expected<std::shared_ptr<Session>, Error> open(const Lookup& lookup);

  Session(S3Settings settings, const Lookup& lookup);

  const S3Settings& settings() const { return settings_; }
  net::HttpClient& http() { return http_; }
  CredentialSource& credentials() { return *credentials_; }

  // The time of day as S3 has it.
  std::chrono::system_clock::time_point now() const { return std::chrono::system_clock::now() + ahead_.load(); }
  // An answer that came just now said that it is `theirs`.
  void set_clock(std::chrono::system_clock::time_point theirs) { ahead_ = theirs - std::chrono::system_clock::now(); }

 private:
  S3Settings settings_;
  net::HttpClient http_;
  std::unique_ptr<CredentialSource> credentials_;
  std::atomic<std::chrono::system_clock::duration> ahead_{std::chrono::system_clock::duration{0}};
};

}  // namespace stripmeta::s3
