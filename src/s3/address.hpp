// The URLs of buckets and objects.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "s3/settings.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

struct Address {
  std::string origin;  // "https://photos.s3.eu-west-1.amazonaws.com"
  std::string host;    // the Host header's value: without the default port of the scheme
  std::string path;    // everything before "/key": the endpoint's own path, then "" or "/photos"

  // The path of an object, as it is sent and signed.
  std::string path_of(std::string_view key) const;
};

// Checks S3's rules for bucket names. Error `configuration` states the rule.
std::expected<void, Error> check_bucket_name(std::string_view bucket);

// `region` may differ from that of the settings. Error `configuration`: neither a region nor an endpoint is set, or the
// endpoint is not an http or https URL.
std::expected<Address, Error> bucket_address(const S3Settings& settings, std::string_view region,
                                             const std::string& bucket);

}  // namespace stripmeta::s3
