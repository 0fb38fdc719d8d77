// The JSON in which programs and metadata endpoints hand out credentials.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "s3/credentials.hpp"

namespace stripmeta::s3 {

enum class CredentialForm : std::uint8_t {
  process,   // {"Version": 1, "AccessKeyId", "SecretAccessKey", "SessionToken"?, "Expiration"?}
  endpoint,  // {"AccessKeyId", "SecretAccessKey", "Token", "Expiration", "Code"?: "Success"}
};

// The error says what is wrong ("it has no AccessKeyId") without anything of the text.
std::expected<Credentials, std::string> parse_credential_document(std::string_view text, CredentialForm form);

}  // namespace stripmeta::s3
