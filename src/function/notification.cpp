#include "function/notification.hpp"

#include <optional>
#include <string>
#include <utility>

namespace stripmeta {
namespace {

using Json = nlohmann::json;

// Consoles create folders as empty objects whose keys end in "/".
bool is_folder_marker(const Json& document, const char* size, const std::string& key) {
  const Json::json_pointer at{size};
  return key.ends_with('/') && document.contains(at) && document.at(at) == 0;
}

Event event_of(EventRequest request) {
  Event event{.shape = EventShape::notification};
  event.requests.emplace_back(std::move(request));
  return event;
}

}  // namespace

std::expected<EventRequest, Error> read_s3_record(const Json& record) {
  const auto name = text_at(record, {"eventName"});
  const auto encoded = text_at(record, {"s3", "object", "key"});
  EventRequest request;
  request.is_notification = true;
  request.bucket = text_at(record, {"s3", "bucket", "name"});
  if (name.empty() || encoded.empty() || request.bucket.empty()) {
    return unknown_shape("an S3 record has no eventName, bucket name or object key");
  }
  read_encoded_key(encoded, request);
  if (!name.starts_with("ObjectCreated:")) {
    request.skip_reason = "the event is " + quoted_name(name) + "; only ObjectCreated events are processed";
  } else if (is_folder_marker(record, "/s3/object/size", request.key)) {
    request.skip_reason = only_marks_a_folder;
  }
  return request;
}

bool is_test_notification(const Json& document) {
  return text_at(document, {"Event"}) == "s3:TestEvent";
}

Event skipped_notification(std::string why) {
  EventRequest request;
  request.is_notification = true;
  request.skip_reason = std::move(why);
  return event_of(std::move(request));
}

bool is_eventbridge(const Json& document) {
  return text_at(document, {"source"}) == "aws.s3" && document.contains("detail-type");
}

std::expected<Event, Error> read_eventbridge(const Json& document) {
  const auto type = text_at(document, {"detail-type"});
  EventRequest request;
  request.is_notification = true;
  request.bucket = text_at(document, {"detail", "bucket", "name"});
  request.key = text_at(document, {"detail", "object", "key"});
  if (type.empty() || request.bucket.empty() || request.key.empty()) {
    return unknown_shape("an EventBridge event has no detail-type, bucket name or object key");
  }
  if (type != "Object Created") {
    request.skip_reason = "the event is " + quoted_name(type) + R"(; only "Object Created" events are processed)";
  } else if (is_folder_marker(document, "/detail/object/size", request.key)) {
    request.skip_reason = only_marks_a_folder;
  }
  return event_of(std::move(request));
}

}  // namespace stripmeta
