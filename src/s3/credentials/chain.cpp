#include "s3/credentials/chain.hpp"

#include <string>
#include <utility>

#include "s3/credentials/cached.hpp"
#include "s3/credentials/profile.hpp"
#include "store/environment.hpp"

namespace stripmeta::s3 {
namespace {

FoundCredentials check_complete(const Credentials& environment) {
  const bool id = !environment.access_key_id.empty();
  const bool secret = !environment.secret_access_key.empty();
  if (id && secret) return environment;
  if (id) return misconfigured("AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not");
  if (secret) return misconfigured("AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not");
  return std::nullopt;
}

FoundCredentials read_profile_credentials(const ProfileFiles& files, const Call& call) {
  const auto profile = read_profile(files);
  if (!profile) return std::unexpected(profile.error());
  return profile_credentials(*profile, call);
}

std::expected<Credentials, Error> unwrap(FoundCredentials found) {
  if (!found) return std::unexpected(std::move(found.error()));
  return std::move(**found);
}

}  // namespace

CredentialChain::CredentialChain(const Lookup& lookup, Fetch fetch)
    : environment_{.access_key_id = value_or_empty(lookup, "AWS_ACCESS_KEY_ID"),
                   .secret_access_key = value_or_empty(lookup, "AWS_SECRET_ACCESS_KEY"),
                   .session_token = value_or_empty(lookup, "AWS_SESSION_TOKEN")},
      files_{profile_files(lookup)},
      container_{container_endpoint(lookup)},
      instance_{instance_metadata(lookup)},
      has_web_identity_{!value_or_empty(lookup, "AWS_WEB_IDENTITY_TOKEN_FILE").empty()},
      fetch_{std::move(fetch)} {}

std::expected<Credentials, Error> CredentialChain::find(const Call& call) const {
  auto found = check_complete(environment_);
  if (!found || *found) return unwrap(std::move(found));
  found = read_profile_credentials(files_, call);
  if (!found || *found) return unwrap(std::move(found));
  found = container_credentials(container_, fetch_, call);
  if (!found || *found) return unwrap(std::move(found));
  return find_in_instance(call);
}

std::expected<Credentials, Error> CredentialChain::find_in_instance(const Call& call) const {
  if (has_web_identity_) {
    return misconfigured(
        "AWS_WEB_IDENTITY_TOKEN_FILE asks for a web identity (IAM roles for service accounts), which is not supported; "
        "on EKS use Pod Identity, elsewhere a profile with credential_process");
  }
  auto found = instance_credentials(instance_, fetch_, call);
  if (!found || *found) return unwrap(std::move(found));
  const std::string last = instance_.disabled
                               ? "and the instance's metadata service is disabled by AWS_EC2_METADATA_DISABLED"
                               : "and no instance metadata service offers a role at " + instance_.endpoint;
  return misconfigured("no AWS credentials found: AWS_ACCESS_KEY_ID is not set, none are in the " + describe(files_) +
                       ", no AWS_CONTAINER_CREDENTIALS_* is set, " + last);
}

std::unique_ptr<CredentialSource> find_credentials(const Lookup& lookup, Fetch fetch) {
  auto chain = std::make_shared<const CredentialChain>(lookup, std::move(fetch));
  return std::make_unique<CachedCredentials>([chain](const Call& call) { return chain->find(call); },
                                             std::chrono::system_clock::now);
}

std::unique_ptr<CredentialSource> find_credentials(const Lookup& lookup, net::HttpClient& http) {
  return find_credentials(
      lookup, [&http](net::Request request, const Call& call) { return http.fetch(std::move(request), call); });
}

}  // namespace stripmeta::s3
