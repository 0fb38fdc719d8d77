#include "function/notification.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <utility>

#include "store/key.hpp"

namespace stripmeta {
namespace {

using Json = nlohmann::json;

// The string that stands where the path leads; "" where none does.
std::string text_at(const Json& value, std::initializer_list<const char*> path) {
  const Json* at = &value;
  for (const char* name : path) {
    const auto found = at->find(name);  // an array and a scalar have no members: end()
    if (found == at->end()) return {};
    at = &*found;
  }
  return at->is_string() ? at->get<std::string>() : std::string{};
}

// Folders of the console: objects without a byte whose keys end in "/".
bool is_folder_marker(const Json& record, const std::string& key) {
  static const Json::json_pointer size{"/s3/object/size"};
  return key.ends_with('/') && record.contains(size) && record.at(size) == 0;
}

// The notification's versionId is not looked at: the current version is what B should have.
std::expected<EventRequest, Error> read_notice(const Json& record) {
  const auto name = text_at(record, {"eventName"});
  const auto encoded = text_at(record, {"s3", "object", "key"});
  EventRequest request;
  request.notified = true;
  request.bucket = text_at(record, {"s3", "bucket", "name"});
  if (name.empty() || encoded.empty() || request.bucket.empty()) {
    return std::unexpected(unknown_shape("an S3 record lacks its eventName, its bucket's name or its object's key"));
  }
  request.key = form_decode(encoded);
  if (encoded.contains('+')) request.second_key = percent_decode(encoded);
  if (!name.starts_with("ObjectCreated:")) {
    request.skip = "the event is " + quoted_name(name) + ", and only ObjectCreated asks for something";
  } else if (is_folder_marker(record, request.key)) {
    request.skip = "the object only marks a folder";
  }
  return request;
}

std::expected<Message, Error> read_message(const Json& record) {
  Message message{.id = text_at(record, {"messageId"}), .body = text_at(record, {"body"})};
  if (message.id.empty()) return std::unexpected(unknown_shape("an SQS record lacks its messageId"));
  return message;
}

}  // namespace

std::expected<Event, Error> read_records(const Json& records) {
  if (!records.is_array() || records.empty()) {
    return std::unexpected(unknown_shape(R"("Records" is no array with something in it)"));
  }
  const auto source = text_at(records.front(), {"eventSource"});
  const bool queue = source == "aws:sqs";
  if (!queue && source != "aws:s3") {
    return std::unexpected(unknown_shape(R"("Records" come neither from "aws:s3" nor from "aws:sqs")"));
  }
  Event event{.shape = queue ? EventShape::queue : EventShape::notification, .requests = {}, .messages = {}};
  for (const auto& record : records) {
    if (text_at(record, {"eventSource"}) != source) {
      return std::unexpected(unknown_shape(R"("Records" come from several sources)"));
    }
    if (!queue) {
      event.requests.push_back(read_notice(record));
      continue;
    }
    auto message = read_message(record);
    if (!message) return std::unexpected(std::move(message.error()));
    event.messages.push_back(std::move(*message));
  }
  return event;
}

bool is_test_notification(const Json& document) {
  return text_at(document, {"Event"}) == "s3:TestEvent";
}

Event test_notification() {
  EventRequest request;
  request.notified = true;
  request.skip = "the event is S3's test of the notification";
  Event event{.shape = EventShape::notification, .requests = {}, .messages = {}};
  event.requests.emplace_back(std::move(request));
  return event;
}

}  // namespace stripmeta
