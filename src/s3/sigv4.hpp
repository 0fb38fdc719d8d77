// AWS Signature Version 4 for S3: the Authorization header of a request that is ready to be sent.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http.hpp"
#include "s3/credentials/credentials.hpp"

namespace stripmeta::s3 {

inline constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD";

// A query's names and values, not encoded.
using Query = std::vector<std::pair<std::string, std::string>>;

// "name=value&name=value", percent-encoded and sorted as the signature requires. The URL must use this form too.
std::string canonical_query(const Query& query);

struct SigningRequest {
  std::string_view method;
  std::string_view host;                 // the Host header's value: with the port, unless it is the scheme's default
  std::string_view path;                 // percent-encoded as sent; never normalised
  std::string_view query;                // canonical_query(); "" if there is none
  std::span<const net::Header> headers;  // all of them are signed; names in lower case
  std::string_view payload_hash;         // sha256 of the body in lower-case hexadecimal, or unsigned_payload
};

struct SigningScope {
  std::string_view region;
  std::string_view service{"s3"};
  std::chrono::system_clock::time_point now;
};

// The Authorization header's value for a request that has all other headers, including x-amz-date for `scope.now`. For
// the signature, header values are trimmed, runs of blanks count as one, and headers of the same name are joined by
// commas.
std::string authorization(const SigningRequest& request, const Credentials& credentials, const SigningScope& scope);

// The headers to add to the request: x-amz-date, x-amz-content-sha256, x-amz-security-token if there is a session
// token, and Authorization.
std::vector<net::Header> sign(const SigningRequest& request, const Credentials& credentials, const SigningScope& scope);

// The SHA-256 digest in lower-case hexadecimal.
std::string sha256_hex(std::span<const std::byte> bytes);

}  // namespace stripmeta::s3
