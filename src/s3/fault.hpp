// Failed requests to S3 as Errors.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "net/http.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

struct Fault {
  // What may make the request succeed.
  enum class Remedy : std::uint8_t {
    none,
    retry,        // sending the same request again after a pause
    clock,        // signing with the time in the response
    credentials,  // signing with newer credentials
    region,       // sending it to the bucket's region
  };
  Error error;         // names what was tried, S3's code and its request id
  int status{0};       // of HTTP; 0 if no response came
  std::string code{};  // S3's error code, "NoSuchKey"; "" if the response has none, like every response to HEAD
  Remedy remedy{Remedy::none};
  std::string region{};  // for Remedy::region
};

// What was tried, for the message: "cannot <doing> '<name>'".
struct Attempt {
  std::string_view doing;  // a verb: "read"
  std::string name;        // "s3://bucket/key", or "s3://bucket"
};

// The fault of a response with a status of 300 or more, or with an <Error> in the body of a 200.
Fault fault_of(const net::ResponseHead& head, std::string_view body, const Attempt& attempt);

// The fault if no response came.
Fault fault_of(const net::Failure& failure, const Attempt& attempt);

// The error of a write. `not_found` becomes `conflict`: if the object is gone, the precondition did not hold; if the
// upload is gone, it was completed or aborted. Either way the caller has to look the object up again.
Error error_of_write(Fault fault);

// The fault of a response with status 2xx that is damaged. `what` says how.
Fault damaged(const net::ResponseHead& head, std::string_view what, const Attempt& attempt);

// Whether the body of a 200 is an error, as CompleteMultipartUpload's may be.
bool is_error_body(std::string_view body);

}  // namespace stripmeta::s3
