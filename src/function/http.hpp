// Invocations over HTTP: which requests are served, and the responses.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "function/answer.hpp"

namespace stripmeta {

// The path of the Lambda container's emulator, and the only one that is served.
inline constexpr std::string_view invocation_path = "/2015-03-31/functions/function/invocations";
inline constexpr std::uint64_t max_request_bytes = 6'291'556;  // of a body; Lambda's limit

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;
using HttpResponse = boost::beast::http::response<boost::beast::http::string_body>;

// The refusal of a wrong path (404) or method (405); nullopt if the request is an invocation.
std::optional<HttpResponse> refuse_request(const HttpRequest& request);

// The response to a request that could not be read: 413, 431 or 400, with Lambda's error body.
HttpResponse refuse_unreadable(boost::system::error_code error);

// 200, with X-Amz-Function-Error for a function error; 400 for a bad request.
HttpResponse make_response(Answer answer);

// Whether `error` means that the received bytes are not an acceptable request, not that the connection failed.
bool is_bad_request(boost::system::error_code error);

}  // namespace stripmeta
