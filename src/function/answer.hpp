// What an invocation is answered with, before HTTP.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "stripmeta/error.hpp"

namespace stripmeta {

enum class AnswerKind : std::uint8_t {
  success,         // the body is the function's result
  function_error,  // the body is {"errorType","errorMessage"}
  bad_request,     // the function was not run; the body is the same shape
};

struct Answer {
  AnswerKind kind{AnswerKind::success};
  std::string body;          // one JSON document
  std::string error_type{};  // of what is no success, as the body has it
};

// {"errorType","errorMessage"}, Lambda's shape of an error.
std::string error_body(std::string_view type, std::string_view message);

Answer function_error(const Error& error);

// Of a body that is no JSON document.
Answer bad_request(std::string_view message);

}  // namespace stripmeta
