#include "function/answer.hpp"

#include <nlohmann/json.hpp>

#include "job/json.hpp"

namespace stripmeta {

std::string error_body(std::string_view type, std::string_view message) {
  return dump_line({{"errorType", type}, {"errorMessage", message}});
}

Answer function_error(const Error& error) {
  const auto type = trait(error.kind).lambda_type;
  return {AnswerKind::function_error, error_body(type, error.message), std::string{type}};
}

Answer bad_request(std::string_view message) {
  constexpr std::string_view type = "InvalidRequestContent";
  return {AnswerKind::bad_request, error_body(type, message), std::string{type}};
}

}  // namespace stripmeta
