// Credentials from the endpoint that ECS, EKS Pod Identity or Greengrass gives a container.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
#pragma once

#include <string>

#include "s3/credentials/credentials.hpp"
#include "s3/credentials/fetch.hpp"
#include "store/environment.hpp"

namespace stripmeta::s3 {

struct ContainerEndpoint {
  std::string
      relative_uri;        // AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, a path at http://169.254.170.2; wins over full_uri
  std::string full_uri;    // AWS_CONTAINER_CREDENTIALS_FULL_URI
  std::string token;       // AWS_CONTAINER_AUTHORIZATION_TOKEN
  std::string token_file;  // AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, read at each request; wins over token
};

ContainerEndpoint container_endpoint(const Lookup& lookup);

// If neither URI is set, the result is nullopt. Errors: configuration (the URI is neither https nor at this host or at
// one of AWS's addresses for this purpose; or the token cannot be sent in a header), upstream, deadline.
FoundCredentials container_credentials(const ContainerEndpoint& endpoint, const Fetch& fetch, const Call& call);

}  // namespace stripmeta::s3
