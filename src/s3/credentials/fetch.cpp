#include "s3/credentials/fetch.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "store/call.hpp"

namespace stripmeta::s3 {

std::expected<net::Response, Error> fetch_within(const Fetch& fetch, net::Request request, const std::string& name,
                                                 std::chrono::milliseconds limit, const Call& call) {
  const Call bounded{std::min(call.deadline, std::chrono::steady_clock::now() + limit), call.stop};
  auto response = fetch(std::move(request), bounded);
  if (response) return std::move(*response);
  if (auto in_time = check_call(call, name); !in_time) return std::unexpected(std::move(in_time.error()));
  const bool late = response.error().kind == net::Failure::Kind::stopped;
  return std::unexpected(
      Error{ErrorKind::upstream,
            name + " did not respond: " +
                (late ? "it sent nothing within " + std::to_string(limit.count()) + " ms" : response.error().reason),
            std::nullopt});
}

}  // namespace stripmeta::s3
