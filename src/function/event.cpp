#include "function/event.hpp"

#include <optional>
#include <utility>

#include "function/direct.hpp"
#include "function/notification.hpp"
#include "function/records.hpp"
#include "function/tasks.hpp"
#include "store/key.hpp"

namespace stripmeta {
namespace {

using Json = nlohmann::json;

constexpr std::string_view known_shapes =
    R"(an event is {"input_jpg": "KEY"}, {"key": "KEY", "version_id"?: "ID", "force"?: true}, an array of those, )"
    "an S3 notification (directly, through SNS or through EventBridge), SQS messages of those, or tasks of S3 Batch "
    "Operations";

// Reads the shapes that a message may contain.
std::expected<Event, Error> read_inner_event(const Json& document) {
  if (document.is_array()) return read_array(document);
  if (document.contains("Records")) return read_records(document.at("Records"), Carrier::message);
  if (is_test_notification(document)) return skipped_notification("the event is S3's test notification");
  if (is_eventbridge(document)) return read_eventbridge(document);
  return read_single(document);
}

std::expected<Event, Error> read_event(const Json& document) {
  if (is_task_list(document)) return read_tasks(document);
  if (document.contains("Records")) return read_records(document.at("Records"), Carrier::none);
  return read_inner_event(document);
}

std::expected<Event, Error> read_message_document(const Json& document) {
  if (const auto type = sns_housekeeping(document); !type.empty()) {
    return skipped_notification("the message is an SNS " + type + " and names no object");
  }
  const auto wrapped = sns_message(document);
  return wrapped ? parse_inner_event(*wrapped) : read_inner_event(document);
}

template <typename Read>
std::expected<Event, Error> parse_as(std::string_view body, const Read& read) {
  const auto document = parse_document(body);
  if (document) return read(*document);
  return unknown_shape(document.error().what);
}

}  // namespace

std::expected<Event, EventRefusal> parse_event(std::string_view body) {
  const auto document = parse_document(body);
  if (!document) {
    const auto& [is_json, what] = document.error();
    if (is_json) return std::unexpected(EventRefusal{true, unknown_shape(what).error()});
    return std::unexpected(EventRefusal{false, {ErrorKind::invalid_event, what, std::nullopt}});
  }
  auto event = read_event(*document);
  if (!event) return std::unexpected(EventRefusal{true, std::move(event.error())});
  return std::move(*event);
}

std::expected<Event, Error> parse_message(std::string_view body) {
  return parse_as(body, read_message_document);
}

std::expected<Event, Error> parse_inner_event(std::string_view body) {
  return parse_as(body, read_inner_event);
}

std::unexpected<Error> unknown_shape(std::string what) {
  what.append("; ").append(known_shapes);
  return std::unexpected(Error{ErrorKind::invalid_event, std::move(what), std::nullopt});
}

void read_encoded_key(std::string_view encoded, EventRequest& request) {
  request.key = form_decode(encoded);
  if (encoded.contains('+')) request.second_key = percent_decode(encoded);
}

}  // namespace stripmeta
