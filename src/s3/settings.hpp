// The settings for S3 from the environment and the shared config file, as the AWS tools read them.
// https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <string>

#include "store/environment.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

enum class Addressing : std::uint8_t {
  automatic,     // the bucket in the host name, unless an endpoint is set or the bucket's name has dots
  path,          // https://endpoint/bucket/key
  virtual_host,  // https://bucket.endpoint/key
};

struct S3Settings {
  std::string region{};     // AWS_REGION, AWS_DEFAULT_REGION, the profile's; "" if none is set
  std::string endpoint{};   // AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the profile's; "" for AWS's own; scheme and
                            // host[:port] only
  std::string ca_bundle{};  // AWS_CA_BUNDLE, the profile's ca_bundle, SSL_CERT_FILE; "" for the system's
  // STRIPMETA_S3_ADDRESSING (auto, path, virtual), addressing_style under s3 of the profile
  Addressing addressing{Addressing::automatic};
  bool dualstack{false};  // AWS_USE_DUALSTACK_ENDPOINT, the profile's; cannot be combined with an endpoint
  bool fips{false};       // AWS_USE_FIPS_ENDPOINT, the profile's; cannot be combined with an endpoint
  int max_attempts{5};    // AWS_MAX_ATTEMPTS, the profile's, 1 to 20, the first attempt included
  std::chrono::seconds stall_timeout{20};  // STRIPMETA_S3_STALL, 1 to 300
};

// Error `configuration` names the variable or the file and what is wrong with it.
std::expected<S3Settings, Error> read_s3_settings(const Lookup& lookup);

}  // namespace stripmeta::s3
