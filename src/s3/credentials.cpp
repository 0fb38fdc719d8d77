#include "s3/credentials.hpp"

#include <utility>

#include "s3/credential_chain.hpp"

namespace stripmeta::s3 {

std::unique_ptr<CredentialSource> find_credentials(const Lookup& lookup, net::HttpClient& http) {
  return find_credentials_by(
      lookup, [&http](net::Request request, const Call& call) { return http.fetch(std::move(request), call); });
}

}  // namespace stripmeta::s3
