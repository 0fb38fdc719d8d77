// The places where credentials may be, in order.
#pragma once

#include <expected>
#include <memory>

#include "s3/container_credentials.hpp"
#include "s3/credentials.hpp"
#include "s3/fetch.hpp"
#include "s3/instance_credentials.hpp"
#include "s3/profile.hpp"
#include "store/environment.hpp"

namespace stripmeta::s3 {

class CredentialChain {
 public:
  // Asks `lookup` now; files, programs and endpoints at each look().
  CredentialChain(const Lookup& lookup, Fetch fetch);

  // The first place that has some answers, and so does the first that has something wrong. Errors as
  // CredentialSource::get(). A web identity (AWS_WEB_IDENTITY_TOKEN_FILE), which is not supported, is an error only
  // where no other place but the instance has some: that one is another identity.
  std::expected<Credentials, Error> look(const Call& call) const;

 private:
  std::expected<Credentials, Error> look_at_instance(const Call& call) const;

  Credentials environment_;  // as it was, incomplete included
  ProfileFiles files_;
  ContainerEndpoint container_;
  InstanceMetadata instance_;
  bool web_identity_;
  Fetch fetch_;
};

// find_credentials() for any kind of fetch.
std::unique_ptr<CredentialSource> find_credentials_by(const Lookup& lookup, Fetch fetch);

}  // namespace stripmeta::s3
