// Credentials as JSON, as programs and metadata endpoints write them.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "s3/credentials/credentials.hpp"

namespace stripmeta::s3 {

enum class CredentialForm : std::uint8_t {
  process,   // {"Version": 1, "AccessKeyId", "SecretAccessKey", "SessionToken"?, "Expiration"?}
  endpoint,  // {"AccessKeyId", "SecretAccessKey", "Token", "Expiration", "Code"?: "Success"}
};

// The error is a sentence such as "it has no AccessKeyId". It quotes nothing of the text, which may hold a secret.
std::expected<Credentials, std::string> parse_credential_document(std::string_view text, CredentialForm form);

}  // namespace stripmeta::s3
