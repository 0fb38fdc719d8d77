// The credentials of an EC2 instance's role, from its metadata service, version 2 (IMDSv2).
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
#pragma once

#include <string>

#include "s3/credentials/credentials.hpp"
#include "s3/credentials/fetch.hpp"
#include "store/environment.hpp"

namespace stripmeta::s3 {

struct InstanceMetadata {
  bool disabled{false};  // AWS_EC2_METADATA_DISABLED
  std::string endpoint;  // AWS_EC2_METADATA_SERVICE_ENDPOINT, default http://169.254.169.254
};

InstanceMetadata instance_metadata(const Lookup& lookup);

// The result is nullopt if the service is disabled (by the variable or on the instance), if nothing answers within two
// seconds (this machine is not an instance), or if the instance has no role. Errors: configuration (the endpoint is not
// a URL), upstream (the service answers at first and fails later), deadline.
FoundCredentials instance_credentials(const InstanceMetadata& metadata, const Fetch& fetch, const Call& call);

}  // namespace stripmeta::s3
