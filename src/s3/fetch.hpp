// How the sources of credentials ask an endpoint: HttpClient::fetch, or what a test puts in its place.
#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <string>

#include "net/http.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

using Fetch = std::function<std::expected<net::Response, net::Failure>(net::Request request, const Call& call)>;

// One request, for at most `most`. `name` is how errors call the endpoint. Errors: upstream (no answer, for whatever
// reason), deadline (the call is over).
std::expected<net::Response, Error> fetch_within(const Fetch& fetch, net::Request request, const std::string& name,
                                                 std::chrono::milliseconds most, const Call& call);

}  // namespace stripmeta::s3
