// The keys that sign requests, and where they come from.
// https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>

#include "store/call.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token{};                                     // "" for long-term credentials
  std::optional<std::chrono::system_clock::time_point> expires{};  // nullopt: never
};

// The result of one place that may hold credentials. nullopt: it holds none, and the next place is asked. An error: it
// should hold some, but they cannot be used. Then no other place is asked instead.
using FoundCredentials = std::expected<std::optional<Credentials>, Error>;

// Thread-safe.
class CredentialSource {
 public:
  CredentialSource() = default;
  CredentialSource(const CredentialSource&) = delete;
  CredentialSource& operator=(const CredentialSource&) = delete;
  virtual ~CredentialSource() = default;

  // Returns credentials that are valid for at least five more minutes, if their place has such credentials. Errors:
  // configuration (none were found, and the message lists the places; or a file or program cannot be used), upstream
  // (an endpoint failed), deadline.
  virtual std::expected<Credentials, Error> get(const Call& call) = 0;

  // Reports that S3 refused these as expired or unknown. The next get() looks for new ones, unless they have been
  // replaced already.
  virtual void reject(const Credentials& refused) = 0;
};

}  // namespace stripmeta::s3
