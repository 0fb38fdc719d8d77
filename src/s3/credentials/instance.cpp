#include "s3/credentials/instance.hpp"

#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

#include "s3/credentials/document.hpp"
#include "store/ascii.hpp"
#include "store/environment.hpp"
#include "store/key.hpp"

namespace stripmeta::s3 {
namespace {

constexpr std::chrono::seconds response_time{2};
constexpr const char* service_name = "the instance's metadata service";
constexpr std::string_view role_path = "/latest/meta-data/iam/security-credentials/";

std::unexpected<Error> failed(std::string what) {
  return std::unexpected(Error{ErrorKind::upstream, service_name + std::move(what), std::nullopt});
}

class MetadataSession {
 public:
  MetadataSession(const InstanceMetadata& metadata, const Fetch& fetch, const Call& call)
      : endpoint_(metadata.endpoint), fetch_(fetch), call_(call) {}

  // Returns whether there is a service.
  std::expected<bool, Error> begin() {
    net::Request request{.method = "PUT",
                         .url = endpoint_ + "/latest/api/token",
                         .headers = {{"x-aws-ec2-metadata-token-ttl-seconds", "300"}},
                         .body = {},
                         .through_proxy = false};
    auto response = fetch_within(fetch_, std::move(request), service_name, response_time, call_);
    if (!response && response.error().kind == ErrorKind::upstream) return false;
    if (!response) return std::unexpected(std::move(response.error()));
    const int status = response->head.status;
    if (status == 403 || status == 404 || status == 405) return false;  // turned off, or another cloud's service
    if (status != 200) return failed(" answered " + std::to_string(status) + " for a token");
    token_ = trimmed(response->body);
    return true;
  }

  // If the service answers 404, the result is nullopt.
  std::expected<std::optional<std::string>, Error> get(const std::string& path) {
    net::Request request{
        .url = endpoint_ + path, .headers = {{"x-aws-ec2-metadata-token", token_}}, .body = {}, .through_proxy = false};
    auto response = fetch_within(fetch_, std::move(request), service_name, response_time, call_);
    if (!response) return std::unexpected(std::move(response.error()));
    if (response->head.status == 404) return std::nullopt;
    if (response->head.status != 200) return failed(" answered " + std::to_string(response->head.status));
    return std::move(response->body);
  }

 private:
  const std::string& endpoint_;
  const Fetch& fetch_;
  const Call& call_;
  std::string token_;
};

}  // namespace

InstanceMetadata instance_metadata(const Lookup& lookup) {
  InstanceMetadata metadata{.disabled = lower_case(value_or_empty(lookup, "AWS_EC2_METADATA_DISABLED")) == "true",
                            .endpoint = value_or_empty(lookup, "AWS_EC2_METADATA_SERVICE_ENDPOINT")};
  if (metadata.endpoint.empty()) metadata.endpoint = "http://169.254.169.254";
  while (metadata.endpoint.ends_with('/')) metadata.endpoint.pop_back();
  return metadata;
}

FoundCredentials instance_credentials(const InstanceMetadata& metadata, const Fetch& fetch, const Call& call) {
  if (metadata.disabled) return std::nullopt;
  if (!metadata.endpoint.starts_with("http://") && !metadata.endpoint.starts_with("https://")) {
    return misconfigured("AWS_EC2_METADATA_SERVICE_ENDPOINT must start with http:// or https://");
  }
  MetadataSession session{metadata, fetch, call};
  const auto begun = session.begin();
  if (!begun) return std::unexpected(begun.error());
  if (!*begun) return std::nullopt;

  const auto roles = session.get(std::string{role_path});
  if (!roles) return std::unexpected(roles.error());
  const std::string list = roles->value_or("");
  const auto role = trimmed(std::string_view{list}.substr(0, list.find('\n')));
  if (role.empty()) return std::nullopt;
  const auto document = session.get(std::string{role_path} + percent_encode_component(role));
  if (!document) return std::unexpected(document.error());
  if (!*document) return failed(" answered 404 for the role that it named");
  auto credentials = parse_credential_document(**document, CredentialForm::endpoint);
  if (!credentials) return failed(" sent credentials that cannot be used: " + credentials.error());
  return std::move(*credentials);
}

}  // namespace stripmeta::s3
