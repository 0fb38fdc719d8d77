#include "s3/credentials/profile.hpp"

#include <string>
#include <utility>

#include "s3/credentials/document.hpp"
#include "s3/credentials/shell_command.hpp"
#include "store/environment.hpp"

namespace stripmeta::s3 {
namespace {

std::string value(const IniSection& section, const char* name) {
  const auto found = section.find(name);
  return found == section.end() ? std::string{} : found->second;
}

FoundCredentials keys_of(const IniSection& section, const std::string& profile) {
  Credentials credentials{.access_key_id = value(section, "aws_access_key_id"),
                          .secret_access_key = value(section, "aws_secret_access_key"),
                          .session_token = value(section, "aws_session_token")};
  const bool id = !credentials.access_key_id.empty();
  const bool secret = !credentials.secret_access_key.empty();
  if (!id && !secret) return std::nullopt;
  if (!id || !secret) {
    return misconfigured("the profile '" + profile + "' has no " +
                         (id ? "aws_secret_access_key" : "aws_access_key_id"));
  }
  return credentials;
}

FoundCredentials run_process(const std::string& command, const std::string& profile, const Call& call) {
  const auto name = "the credential_process of the profile '" + profile + "'";
  const auto text = run_shell(command, name, call);
  if (!text) return std::unexpected(text.error());
  auto credentials = parse_credential_document(*text, CredentialForm::process);
  if (!credentials) return misconfigured(name + " printed credentials that cannot be used: " + credentials.error());
  return std::move(*credentials);
}

std::unexpected<Error> unsupported(const std::string& profile, const std::string& what) {
  return misconfigured("the profile '" + profile + "' needs " + what +
                       ", which is not supported; add a profile with the line 'credential_process = aws configure "
                       "export-credentials --profile " +
                       profile + " --format process' and set AWS_PROFILE to it");
}

// The first of `names` that either section has; nullptr if neither has any.
const char* find_any(const Profile& profile, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (profile.config.contains(name) || profile.credentials.contains(name)) return name;
  }
  return nullptr;
}

}  // namespace

FoundCredentials profile_credentials(const Profile& profile, const Call& call) {
  // Keys beside role_arn only serve to assume the role. They must not sign requests themselves.
  if (find_any(profile, {"role_arn"}) != nullptr) {
    const char* from = find_any(profile, {"web_identity_token_file", "credential_source", "source_profile"});
    return unsupported(profile.name,
                       "an assumed role (role_arn" + (from != nullptr ? " with " + std::string{from} : "") + ")");
  }
  auto keys = keys_of(profile.credentials, profile.name);
  if (!keys || *keys) return keys;
  for (const auto* section : {&profile.credentials, &profile.config}) {
    const auto command = value(*section, "credential_process");
    if (!command.empty()) return run_process(command, profile.name, call);
  }
  keys = keys_of(profile.config, profile.name);
  if (!keys || *keys) return keys;
  if (const char* word = find_any(profile, {"sso_session", "sso_start_url", "login_session"}); word != nullptr) {
    return unsupported(profile.name, "a single sign-on (" + std::string{word} + ")");
  }
  return std::nullopt;
}

}  // namespace stripmeta::s3
