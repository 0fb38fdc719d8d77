// What an invocation asks for: one key, or a list of them.
#pragma once

#include <cstddef>
#include <expected>
#include <string_view>
#include <vector>

#include "job/job.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

inline constexpr std::size_t max_batch = 1'000;     // events in one array
inline constexpr std::size_t max_event_depth = 32;  // arrays and objects within each other

struct Event {
  bool batch{false};                                       // an array: answered by an array
  std::vector<std::expected<JobRequest, Error>> requests;  // in order; exactly one where not a batch
};

// A body that asks for nothing at all.
struct EventRefusal {
  bool is_json{true};  // false: the body is no JSON document, which is the caller's HTTP error
  Error error;         // invalid_event
};

// Reads {"input_jpg": KEY}, {"key": KEY, "version_id"?: ID, "force"?: BOOL}, or an array of at most max_batch of them.
// A single event of another shape is refused; within an array it is an invalid_event in its place. Memory is bounded by
// the body's size whatever is nested in it. Safe for hostile input.
std::expected<Event, EventRefusal> parse_event(std::string_view body);

}  // namespace stripmeta
