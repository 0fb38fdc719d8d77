#include "s3/credentials/container.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "s3/credentials/document.hpp"
#include "store/ascii.hpp"
#include "store/environment.hpp"
#include "store/small_file.hpp"

namespace stripmeta::s3 {
namespace {

// A working endpoint on the container's own host answers at once.
constexpr std::chrono::seconds response_time{5};

constexpr const char* endpoint_name = "the container's credentials endpoint";

// Removes the port from "HOST" or "HOST:PORT" and keeps brackets. If there is anything else, such as a user's name, the
// result is nullopt.
std::optional<std::string_view> host_of(std::string_view authority) {
  const auto end = authority.starts_with('[') ? authority.find(']') + 1 : authority.find(':');
  const auto host = authority.substr(0, end);
  const auto port = authority.substr(host.size());
  const auto digits = port.substr(std::min<std::size_t>(port.size(), 1));
  if (host.empty() || (!port.empty() && !port.starts_with(':'))) return std::nullopt;
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  return host;
}

bool is_local(std::string_view host) {
  constexpr std::array<std::string_view, 5> allowed{"localhost", "[::1]", "169.254.170.2", "169.254.170.23",
                                                    "[fd00:ec2::23]"};
  if (std::ranges::find(allowed, lower_case(host)) != allowed.end()) return true;
  in_addr address{};
  return inet_pton(AF_INET, std::string{host}.c_str(), &address) == 1 && (ntohl(address.s_addr) >> 24U) == 127;
}

bool is_allowed(std::string_view uri) {
  if (uri.starts_with("https://")) return true;
  constexpr std::string_view scheme = "http://";
  if (!uri.starts_with(scheme)) return false;
  uri.remove_prefix(scheme.size());
  const auto host = host_of(uri.substr(0, uri.find_first_of("/?#")));
  return host && is_local(*host);
}

std::expected<std::string, Error> url_of(const ContainerEndpoint& endpoint) {
  if (!endpoint.relative_uri.empty()) {
    if (endpoint.relative_uri.starts_with('/')) return "http://169.254.170.2" + endpoint.relative_uri;
    return misconfigured("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI must start with '/'");
  }
  if (is_allowed(endpoint.full_uri)) return endpoint.full_uri;
  return misconfigured(
      "AWS_CONTAINER_CREDENTIALS_FULL_URI must start with https://, or with http:// and a loopback address, "
      "169.254.170.2, 169.254.170.23 or [fd00:ec2::23]");
}

// "" if no token is set.
std::expected<std::string, Error> token_of(const ContainerEndpoint& endpoint) {
  auto token = endpoint.token;
  const char* setting = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
  if (!endpoint.token_file.empty()) {
    setting = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
    const auto text = read_small_file(endpoint.token_file);
    if (!text) {
      return misconfigured("cannot read '" + endpoint.token_file + "' (" + setting +
                           "): " + std::generic_category().message(text.error()));
    }
    token = trimmed(*text);
    if (token.empty()) return misconfigured("'" + endpoint.token_file + "' (" + setting + ") is empty");
  }
  const bool sendable = std::ranges::all_of(token, [](char byte) { return byte >= ' ' && byte != '\x7f'; });
  if (!sendable) return misconfigured(std::string{setting} + " holds a character that an HTTP header cannot carry");
  return token;
}

std::unexpected<Error> failed(std::string what) {
  return std::unexpected(Error{ErrorKind::upstream, endpoint_name + std::move(what), std::nullopt});
}

}  // namespace

ContainerEndpoint container_endpoint(const Lookup& lookup) {
  return {value_or_empty(lookup, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
          value_or_empty(lookup, "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
          value_or_empty(lookup, "AWS_CONTAINER_AUTHORIZATION_TOKEN"),
          value_or_empty(lookup, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")};
}

FoundCredentials container_credentials(const ContainerEndpoint& endpoint, const Fetch& fetch, const Call& call) {
  if (endpoint.relative_uri.empty() && endpoint.full_uri.empty()) return std::nullopt;
  const auto url = url_of(endpoint);
  if (!url) return std::unexpected(url.error());
  const auto token = token_of(endpoint);
  if (!token) return std::unexpected(token.error());

  net::Request request{.url = *url, .headers = {{"accept", "application/json"}}, .body = {}, .through_proxy = false};
  if (!token->empty()) request.headers.push_back({"authorization", *token});
  const auto response = fetch_within(fetch, std::move(request), endpoint_name, response_time, call);
  if (!response) return std::unexpected(response.error());
  if (response->head.status != 200) return failed(" answered " + std::to_string(response->head.status));
  auto credentials = parse_credential_document(response->body, CredentialForm::endpoint);
  if (!credentials) return failed(" sent credentials that cannot be used: " + credentials.error());
  return std::move(*credentials);
}

}  // namespace stripmeta::s3
