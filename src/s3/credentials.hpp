// Who signs: found as the AWS tools find it, kept, and asked for anew before it expires.
// https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
#pragma once

#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>

#include "net/http.hpp"
#include "store/environment.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token{};                                     // "" for long-lived ones
  std::optional<std::chrono::system_clock::time_point> expires{};  // none: never
};

// Thread-safe; at most one caller looks for new ones while the others wait or go on with what is still good.
class CredentialSource {
 public:
  CredentialSource() = default;
  CredentialSource(const CredentialSource&) = delete;
  CredentialSource& operator=(const CredentialSource&) = delete;
  virtual ~CredentialSource() = default;

  // Good for five minutes more at least, where the place they come from gives such. Errors: configuration (none found,
  // naming where was looked; a file or program that cannot be used), upstream (an endpoint that fails), deadline.
  virtual std::expected<Credentials, Error> get(const Call& call) = 0;

  // S3 refused these as expired or unknown: the next get() looks again, unless others have come since.
  virtual void reject(const Credentials& refused) = 0;
};

// The first that is there: environment (AWS_ACCESS_KEY_ID ...), shared credentials and config files with the profile
// (static keys, `credential_process`), container endpoints (ECS, EKS Pod Identity), the instance's metadata (IMDSv2).
// `lookup` is asked now; `http` must outlive the source.
std::unique_ptr<CredentialSource> find_credentials(const Lookup& lookup, net::HttpClient& http);

}  // namespace stripmeta::s3
