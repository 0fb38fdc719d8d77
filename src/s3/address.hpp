// Which URL names an object.
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
  std::string host;    // as it stands in the Host header: without the scheme's own port
  std::string path;    // what stands before "/key": "" or "/photos", with the endpoint's own path before that

  // Where the key is: the path as it is sent and signed.
  std::string path_of(std::string_view key) const;
};

// Whether it has the shape that S3 demands of bucket names. Error configuration that says the rule.
std::expected<void, Error> check_bucket_name(std::string_view bucket);

// `region` may differ from the settings'. Error configuration: there is no region, nor an endpoint; the endpoint is no
// http or https URL.
std::expected<Address, Error> bucket_address(const S3Settings& settings, std::string_view region,
                                             const std::string& bucket);

}  // namespace stripmeta::s3
