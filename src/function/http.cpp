#include "function/http.hpp"

#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/verb.hpp>
#include <utility>

namespace stripmeta {
namespace {

namespace http = boost::beast::http;

HttpResponse json_response(http::status status, std::string body) {
  HttpResponse response{status, 11};
  response.set(http::field::content_type, "application/json");
  response.body() = std::move(body);
  return response;
}

HttpResponse error_response(http::status status, std::string_view type, std::string_view message) {
  return json_response(status, error_body(type, message));
}

std::string_view path_of(const HttpRequest& request) {
  const std::string_view target{request.target().data(), request.target().size()};
  return target.substr(0, target.find('?'));
}

}  // namespace

std::optional<HttpResponse> refuse_request(const HttpRequest& request) {
  if (path_of(request) != invocation_path) {
    return error_response(http::status::not_found, "ResourceNotFound",
                          "only " + std::string{invocation_path} + " is served here");
  }
  if (request.method() == http::verb::post) return std::nullopt;
  auto response =
      error_response(http::status::method_not_allowed, "MethodNotAllowed", "an invocation must be a POST request");
  response.set(http::field::allow, "POST");
  return response;
}

HttpResponse refuse_unreadable(boost::system::error_code error) {
  if (error == http::error::body_limit) {
    return error_response(http::status::payload_too_large, "RequestTooLarge",
                          "the request body has more than " + std::to_string(max_request_bytes) + " bytes");
  }
  if (error == http::error::header_limit) {
    return error_response(http::status::request_header_fields_too_large, "RequestTooLarge",
                          "the request's header is too large");
  }
  return error_response(http::status::bad_request, "InvalidRequestContent", "this is not an HTTP/1.1 request");
}

HttpResponse make_response(Answer answer) {
  const bool bad = answer.kind == AnswerKind::bad_request;
  auto response = json_response(bad ? http::status::bad_request : http::status::ok, std::move(answer.body));
  if (answer.kind == AnswerKind::function_error) response.set("X-Amz-Function-Error", "Unhandled");
  return response;
}

bool is_bad_request(boost::system::error_code error) {
  return error.category() == http::make_error_code(http::error::end_of_stream).category() &&
         error != http::error::end_of_stream && error != http::error::partial_message;
}

}  // namespace stripmeta
