// Requests to the endpoints that hand out credentials, with a time limit of their own.
#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <string>

#include "net/http.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

// HttpClient::fetch(), or a test's replacement.
using Fetch = std::function<std::expected<net::Response, net::Failure>(net::Request request, const Call& call)>;

// Sends one request and waits at most `limit`. `name` is the endpoint's name in errors. Errors: upstream (no response
// came, for whatever reason), deadline (the call is over).
std::expected<net::Response, Error> fetch_within(const Fetch& fetch, net::Request request, const std::string& name,
                                                 std::chrono::milliseconds limit, const Call& call);

}  // namespace stripmeta::s3
