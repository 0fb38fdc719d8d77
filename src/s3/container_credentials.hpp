// Credentials from the endpoint that a container is given: ECS, EKS Pod Identity, Greengrass.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
#pragma once

#include <string>

#include "s3/fetch.hpp"
#include "s3/found_credentials.hpp"
#include "store/environment.hpp"

namespace stripmeta::s3 {

struct ContainerEndpoint {
  std::string relative_uri;  // AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, at http://169.254.170.2; goes before full_uri
  std::string full_uri;      // AWS_CONTAINER_CREDENTIALS_FULL_URI
  std::string token;         // AWS_CONTAINER_AUTHORIZATION_TOKEN
  std::string token_file;    // AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, read at each request; goes before token
};

ContainerEndpoint container_endpoint(const Lookup& lookup);

// None where neither URI is set. Errors: configuration: a URI that is neither https nor on this host or at one of AWS's
// addresses for it; a token that cannot be sent. upstream, deadline.
FoundCredentials container_credentials(const ContainerEndpoint& endpoint, const Fetch& fetch, const Call& call);

}  // namespace stripmeta::s3
