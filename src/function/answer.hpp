// The result of an invocation, independent of HTTP.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "stripmeta/error.hpp"

namespace stripmeta {

enum class AnswerKind : std::uint8_t {
  success,         // the body is the function's result
  function_error,  // the body is {"errorType","errorMessage"}
  bad_request,     // the function did not run; the body is {"errorType","errorMessage"} too
};

struct Answer {
  AnswerKind kind{AnswerKind::success};
  std::string body;          // one JSON document
  std::string error_type{};  // the body's errorType; "" on success
};

// {"errorType","errorMessage"}, the format of Lambda's errors.
std::string error_body(std::string_view type, std::string_view message);

Answer function_error(const Error& error);

// The answer to a request body that is not JSON.
Answer bad_request(std::string_view message);

}  // namespace stripmeta
