// An answer of S3 that is no success, or none at all, as an Error.
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
  // What may cure it.
  enum class Cure : std::uint8_t {
    none,
    again,        // the same request once more, after a pause
    clock,        // signed with the time that the answer says
    credentials,  // signed with newer ones
    region,       // sent to where the bucket is
  };
  Error error;         // names what was tried, S3's code and its request id
  int status{0};       // of HTTP; 0: no answer came
  std::string code{};  // S3's word, "NoSuchKey"; "" where the answer has none, as none to HEAD has
  Cure cure{Cure::none};
  std::string region{};  // for Cure::region
};

// What was tried, for the sentence: "cannot <doing> '<name>'".
struct Attempt {
  std::string_view doing;  // a verb: "read"
  std::string name;        // "s3://bucket/key", or "s3://bucket"
};

// Of an answer with a status of 300 or more, or with an <Error> in the body of a 200.
Fault fault_of(const net::ResponseHead& head, std::string_view body, const Attempt& attempt);

// Of an answer that did not come.
Fault fault_of(const net::Failure& failure, const Attempt& attempt);

// The error of a write: that there is no such object any more means that a condition on it did not hold, and that there
// is no such upload that it was completed or given up; either way the object has to be looked up again.
Error error_of_write(Fault fault);

// Of a 2xx that does not hold what S3 answers: damaged on its way.
Fault damaged(const net::ResponseHead& head, std::string_view what, const Attempt& attempt);

// Whether the body of a 200 is an error all the same, as CompleteMultipartUpload's may be.
bool is_error_body(std::string_view body);

}  // namespace stripmeta::s3
