// The time limit of an operation, and whether its result is still wanted.
#pragma once

#include <chrono>
#include <expected>
#include <stop_token>
#include <string>
#include <string_view>

#include "stripmeta/error.hpp"

namespace stripmeta {

// Passed to everything that can wait. After the deadline, or after a stop request, an operation returns error
// `deadline` at its next step.
struct Call {
  std::chrono::steady_clock::time_point deadline{std::chrono::steady_clock::time_point::max()};
  std::stop_token stop{};
  std::string trace{};  // the X-Ray trace header to send with requests to AWS; "" if there is none

  bool is_over() const { return stop.stop_requested() || std::chrono::steady_clock::now() >= deadline; }
};

// Error `deadline` if the call is over; the message says whether the time ran out or a stop was requested. `name` is
// what was worked on: the object's key.
std::expected<void, Error> check_call(const Call& call, std::string_view name);

}  // namespace stripmeta
