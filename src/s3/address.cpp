#include "s3/address.hpp"

#include <algorithm>
#include <optional>

#include "store/environment.hpp"
#include "store/key.hpp"

namespace stripmeta::s3 {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// AWS's own host. Its partitions differ only in the domain.
std::string aws_host(const S3Settings& settings, std::string_view region) {
  std::string host = settings.fips ? "s3-fips." : "s3.";
  if (settings.dualstack) host += "dualstack.";
  host.append(region).append(region.starts_with("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com");
  return host;
}

std::string without_default_port(std::string_view scheme, std::string host) {
  const std::string_view port = scheme == "https" ? ":443" : ":80";
  if (host.ends_with(port)) host.resize(host.size() - port.size());
  return host;
}

}  // namespace

std::string Address::path_of(std::string_view key) const {
  return path + "/" + percent_encode(key);
}

std::expected<void, Error> check_bucket_name(std::string_view bucket) {
  constexpr std::size_t least = 3;
  constexpr std::size_t most = 63;
  const bool fits = bucket.size() >= least && bucket.size() <= most && is_letter_or_digit(bucket.front()) &&
                    is_letter_or_digit(bucket.back()) &&
                    std::ranges::all_of(bucket, [](char c) { return is_letter_or_digit(c) || c == '-' || c == '.'; });
  if (fits) return {};
  return misconfigured(
      "'" + std::string{bucket} +
      "' is not a bucket name: use 3 to 63 characters of a-z, 0-9, '-' and '.', with a letter or digit at both ends");
}

std::expected<Address, Error> bucket_address(const S3Settings& settings, std::string_view region,
                                             const std::string& bucket) {
  std::string scheme = "https";
  std::string host;
  std::string path;
  if (settings.endpoint.empty()) {
    if (region.empty()) return misconfigured("no region is set; set AWS_REGION, or `region` in the AWS profile");
    host = aws_host(settings, region);
  } else {
    const auto colon = settings.endpoint.find("://");
    scheme = settings.endpoint.substr(0, colon);
    if (colon == std::string::npos || (scheme != "https" && scheme != "http")) {
      return misconfigured("the S3 endpoint must be a URL that starts with http:// or https://");
    }
    const auto rest = settings.endpoint.substr(colon + 3);
    const auto slash = rest.find('/');
    host = rest.substr(0, slash);
    if (slash != std::string::npos) path = rest.substr(slash);
    if (host.empty()) return misconfigured("the S3 endpoint has no host");
  }
  const bool automatic_path = !settings.endpoint.empty() || bucket.find('.') != std::string::npos;
  const bool in_path =
      settings.addressing == Addressing::path || (settings.addressing == Addressing::automatic && automatic_path);
  if (in_path) {
    path += "/" + bucket;
  } else {
    host = bucket + "." + host;
  }
  return Address{.origin = scheme + "://" + host, .host = without_default_port(scheme, host), .path = path};
}

}  // namespace stripmeta::s3
