// Credentials of the role of an EC2 instance, from its metadata service, version 2.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
#pragma once

#include <string>

#include "s3/fetch.hpp"
#include "s3/found_credentials.hpp"
#include "store/environment.hpp"

namespace stripmeta::s3 {

struct InstanceMetadata {
  bool disabled{false};  // AWS_EC2_METADATA_DISABLED
  std::string endpoint;  // AWS_EC2_METADATA_SERVICE_ENDPOINT, http://169.254.169.254
};

InstanceMetadata instance_metadata(const Lookup& lookup);

// None where it is disabled (here or there), where nothing answers within two seconds (this is no instance), or where
// the instance has no role. Errors: configuration (the endpoint is no URL), upstream (it answers, and then fails),
// deadline.
FoundCredentials instance_credentials(const InstanceMetadata& metadata, const Fetch& fetch, const Call& call);

}  // namespace stripmeta::s3
