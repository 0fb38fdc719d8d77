// What an invocation asks for, recognised by its shape (docs/events.md).
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
  array,         // of those; answered by an array
  notification,  // from S3, by itself, by SNS or by EventBridge
  queue,         // SQS messages, each with one of the shapes above as its body
  tasks,         // of S3 Batch Operations
};

// One object that an event asks for, and what was said of it.
struct EventRequest : JobRequest {
  bool notified{false};    // it is told that the object came: one that is gone is no error
  std::string second_key;  // where no object is named `key`: the other way to read the encoded key; "" for none
  std::string bucket;      // that it must be in; "" where the event does not say
  std::string skip;        // why nothing is to be done, a sentence; "" where something is
};

struct Message {
  std::string id;
  std::string body;  // for parse_message(); "" where it has none
};

// What S3 Batch Operations wants to have back with its tasks' results.
struct TaskList {
  std::string schema_version;    // "1.0" or "2.0"
  std::string invocation_id;     // may be empty
  std::vector<std::string> ids;  // of the event's requests, in their order
};

struct Event {
  EventShape shape{EventShape::single};
  std::vector<std::expected<EventRequest, Error>> requests{};  // in order; of a single event one, which is good
  std::vector<Message> messages{};                             // of a queue, which has no requests
  TaskList tasks{};                                            // of tasks
};

// A body that asks for nothing at all.
struct EventRefusal {
  bool is_json{true};  // false: the body is no JSON document, which is the caller's HTTP error
  Error error;         // invalid_event
};

// A single event of no known shape is refused; within an array, among records or tasks, it is an invalid_event in its
// place. Memory is bounded as parse_document() bounds it. Safe for hostile input.
std::expected<Event, EventRefusal> parse_event(std::string_view body);

// The body of an SQS message: one of the first three shapes, or what SNS wraps around one. Error invalid_event.
std::expected<Event, Error> parse_message(std::string_view body);

// What SNS carries: one of the first three shapes. Error invalid_event.
std::expected<Event, Error> parse_carried(std::string_view body);

// Error invalid_event: `what`, and the shapes that are known.
std::unexpected<Error> unknown_shape(std::string what);

// Both ways to read the key of a notification or of a manifest, which is form-encoded.
void read_encoded_key(std::string_view encoded, EventRequest& request);

}  // namespace stripmeta
