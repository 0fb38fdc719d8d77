#include "s3/credentials/document.hpp"

#include <nlohmann/json.hpp>

#include "s3/credentials/iso8601.hpp"

namespace stripmeta::s3 {
namespace {

using Json = nlohmann::json;

// "" if there is no such string.
std::string text_of(const Json& document, const char* name) {
  const auto found = document.find(name);
  return found != document.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

// The reason why the document is not of that form; "" if it is.
std::string find_fault(const Json& document, CredentialForm form) {
  if (document.is_discarded() || !document.is_object()) return "it is not a JSON object";
  if (form == CredentialForm::process && document.value("Version", Json{}) != 1) return "its Version is not 1";
  const auto code = text_of(document, "Code");
  if (form == CredentialForm::endpoint && !code.empty() && code != "Success") return "its Code is not Success";
  if (text_of(document, "AccessKeyId").empty()) return "it has no AccessKeyId";
  if (text_of(document, "SecretAccessKey").empty()) return "it has no SecretAccessKey";
  return {};
}

}  // namespace

std::expected<Credentials, std::string> parse_credential_document(std::string_view text, CredentialForm form) {
  const auto document = Json::parse(text, nullptr, false);
  if (auto fault = find_fault(document, form); !fault.empty()) return std::unexpected(std::move(fault));
  Credentials credentials{
      .access_key_id = text_of(document, "AccessKeyId"),
      .secret_access_key = text_of(document, "SecretAccessKey"),
      .session_token = text_of(document, form == CredentialForm::process ? "SessionToken" : "Token")};
  if (const auto end = text_of(document, "Expiration"); !end.empty()) {
    credentials.expires = parse_iso8601(end);
    if (!credentials.expires) return std::unexpected("its Expiration is not an ISO 8601 time");
  }
  return credentials;
}

}  // namespace stripmeta::s3
