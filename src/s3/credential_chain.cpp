#include "s3/credential_chain.hpp"

#include <string>
#include <utility>

#include "s3/cached_credentials.hpp"
#include "s3/misconfigured.hpp"
#include "s3/profile_credentials.hpp"

namespace stripmeta::s3 {
namespace {

FoundCredentials environment_credentials(const Credentials& said) {
  const bool id = !said.access_key_id.empty();
  const bool secret = !said.secret_access_key.empty();
  if (id && secret) return said;
  if (id) return misconfigured("AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not");
  if (secret) return misconfigured("AWS_SECRET_ACCESS_KEY is set, and AWS_ACCESS_KEY_ID is not");
  return std::nullopt;
}

FoundCredentials read_profile_credentials(const ProfileFiles& files, const Call& call) {
  const auto profile = read_profile(files);
  if (!profile) return std::unexpected(profile.error());
  return profile_credentials(*profile, call);
}

std::expected<Credentials, Error> settled(FoundCredentials found) {
  if (!found) return std::unexpected(std::move(found.error()));
  return std::move(**found);
}

}  // namespace

CredentialChain::CredentialChain(const Lookup& lookup, Fetch fetch)
    : environment_{.access_key_id = lookup("AWS_ACCESS_KEY_ID").value_or(""),
                   .secret_access_key = lookup("AWS_SECRET_ACCESS_KEY").value_or(""),
                   .session_token = lookup("AWS_SESSION_TOKEN").value_or("")},
      files_{profile_files(lookup)},
      container_{container_endpoint(lookup)},
      instance_{instance_metadata(lookup)},
      web_identity_{!lookup("AWS_WEB_IDENTITY_TOKEN_FILE").value_or("").empty()},
      fetch_{std::move(fetch)} {}

std::expected<Credentials, Error> CredentialChain::look(const Call& call) const {
  auto found = environment_credentials(environment_);
  if (!found || *found) return settled(std::move(found));
  found = read_profile_credentials(files_, call);
  if (!found || *found) return settled(std::move(found));
  found = container_credentials(container_, fetch_, call);
  if (!found || *found) return settled(std::move(found));
  return look_at_instance(call);
}

std::expected<Credentials, Error> CredentialChain::look_at_instance(const Call& call) const {
  if (web_identity_) {
    return misconfigured(
        "AWS_WEB_IDENTITY_TOKEN_FILE asks for a web identity (IAM roles for service accounts), which is not supported; "
        "on EKS use Pod Identity, elsewhere a profile with credential_process");
  }
  auto found = instance_credentials(instance_, fetch_, call);
  if (!found || *found) return settled(std::move(found));
  const std::string last = instance_.disabled
                               ? "and the instance's metadata service is disabled by AWS_EC2_METADATA_DISABLED"
                               : "and no instance with a role answers at " + instance_.endpoint;
  return misconfigured("no AWS credentials found: AWS_ACCESS_KEY_ID is not set, none are in the " + describe(files_) +
                       ", no AWS_CONTAINER_CREDENTIALS_* is set, " + last);
}

std::unique_ptr<CredentialSource> find_credentials_by(const Lookup& lookup, Fetch fetch) {
  auto chain = std::make_shared<const CredentialChain>(lookup, std::move(fetch));
  return std::make_unique<CachedCredentials>([chain](const Call& call) { return chain->look(call); },
                                             std::chrono::system_clock::now);
}

}  // namespace stripmeta::s3
