// The places that may hold credentials, in the order in which the AWS tools ask them.
#pragma once

#include <expected>
#include <memory>

#include "net/http.hpp"
#include "s3/credentials/container.hpp"
#include "s3/credentials/credentials.hpp"
#include "s3/credentials/fetch.hpp"
#include "s3/credentials/instance.hpp"
#include "s3/credentials/shared_files.hpp"
#include "store/environment.hpp"

namespace stripmeta::s3 {

// The environment (AWS_ACCESS_KEY_ID ...), the profile in the shared credentials and config files (keys,
// `credential_process`), the container's endpoint (ECS, EKS Pod Identity), the instance's metadata service (IMDSv2).
class CredentialChain {
 public:
  // Calls `lookup` now. Files, programs and endpoints are asked at each find().
  CredentialChain(const Lookup& lookup, Fetch fetch);

  // Returns the credentials, or the error, of the first place that has either. Errors as CredentialSource::get(). A web
  // identity (AWS_WEB_IDENTITY_TOKEN_FILE) is not supported; it is an error if only the instance is left to ask,
  // because the instance's role is another identity.
  std::expected<Credentials, Error> find(const Call& call) const;

 private:
  std::expected<Credentials, Error> find_in_instance(const Call& call) const;

  Credentials environment_;  // as set there, perhaps incomplete
  ProfileFiles files_;
  ContainerEndpoint container_;
  InstanceMetadata instance_;
  bool has_web_identity_;
  Fetch fetch_;
};

// A chain whose credentials are cached.
std::unique_ptr<CredentialSource> find_credentials(const Lookup& lookup, Fetch fetch);

// The same, over `http`, which must outlive the source.
std::unique_ptr<CredentialSource> find_credentials(const Lookup& lookup, net::HttpClient& http);

}  // namespace stripmeta::s3
