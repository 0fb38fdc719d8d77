#include "s3/fetch.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "store/call.hpp"

namespace stripmeta::s3 {

std::expected<net::Response, Error> fetch_within(const Fetch& fetch, net::Request request, const std::string& name,
                                                 std::chrono::milliseconds most, const Call& call) {
  const Call bounded{std::min(call.deadline, std::chrono::steady_clock::now() + most), call.stop};
  auto answer = fetch(std::move(request), bounded);
  if (answer) return std::move(*answer);
  if (auto going = check_call(call, name); !going) return std::unexpected(std::move(going.error()));
  const bool late = answer.error().kind == net::Failure::Kind::stopped;
  return std::unexpected(Error{
      ErrorKind::upstream,
      name +
          " gave no answer: " + (late ? "none within " + std::to_string(most.count()) + " ms" : answer.error().reason),
      std::nullopt});
}

}  // namespace stripmeta::s3
