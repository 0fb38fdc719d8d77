// The events of an invocation, recognised by their shape (docs/events.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "function/document.hpp"
#include "job/job.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

inline constexpr std::size_t max_batch = 1'000;  // events in one array

enum class EventShape : std::uint8_t {
  single,        // {"input_jpg": KEY} or {"key": KEY, "version_id"?: ID, "force"?: BOOL}
  array,         // of single events; the answer is an array
  notification,  // from S3, directly or through SNS or EventBridge
  queue,         // SQS messages, each with one of the shapes above as its body
  tasks,         // from S3 Batch Operations
};

// One object to clean, and what the event says about it.
struct EventRequest : JobRequest {
  bool is_notification{false};  // the object was announced: if it is gone, this is not an error
  std::string second_key;       // tried if no object is named `key`: the key decoded in the other way; or ""
  std::string bucket;           // the bucket of the object; "" if the event does not say
  std::string skip_reason;      // a sentence on why there is nothing to do; "" if there is something
};

struct Message {
  std::string id;
  std::string body;  // for parse_message(); "" if it has none
};

// The parts of a task event that its answer must repeat.
struct TaskList {
  std::string schema_version;    // "1.0" or "2.0"
  std::string invocation_id;     // may be empty
  std::vector<std::string> ids;  // of the event's requests, in the same order
};

struct Event {
  EventShape shape{EventShape::single};
  std::vector<std::expected<EventRequest, Error>> requests{};  // in order; a single event has one, which is valid
  std::vector<Message> messages{};                             // of a queue event, which has no requests
  TaskList tasks{};                                            // of a task event
};

// The reason why a body is refused as a whole.
struct EventRefusal {
  bool is_json{true};  // false: the body is not JSON, which makes it a bad request
  Error error;         // invalid_event
};

// A single event of an unknown shape is refused; an invalid element of an array, record or task becomes an error
// `invalid_event` in its place. Memory is bounded as for parse_document(). Safe for hostile input.
std::expected<Event, EventRefusal> parse_event(std::string_view body);

// Parses the body of an SQS message: one of the first three shapes, alone or in an SNS notification. Error
// `invalid_event`.
std::expected<Event, Error> parse_message(std::string_view body);

// Parses the content of an SNS message: one of the first three shapes. Error `invalid_event`.
std::expected<Event, Error> parse_inner_event(std::string_view body);

// Error `invalid_event` with `what` and the list of the known shapes.
std::unexpected<Error> unknown_shape(std::string what);

// Decodes the form-encoded key of a notification or manifest in both ways, for `key` and `second_key`.
void read_encoded_key(std::string_view encoded, EventRequest& request);

}  // namespace stripmeta
