#include "function/event.hpp"

#include <optional>
#include <utility>

#include "function/direct.hpp"
#include "function/notification.hpp"
#include "function/records.hpp"
#include "function/tasks.hpp"

namespace stripmeta {
namespace {

using Json = nlohmann::json;

constexpr std::string_view known_shapes =
    R"(an event is {"input_jpg": "KEY"}, {"key": "KEY", "version_id"?: "ID", "force"?: true}, an array of those, )"
    "an S3 notification (by itself, from SNS or from EventBridge), SQS messages of those, or tasks of S3 Batch "
    "Operations";

std::unexpected<Error> wrong(std::string what) {
  return std::unexpected(unknown_shape(std::move(what)));
}

// Of the shapes that carry no others: what may be within a message.
std::expected<Event, Error> read_carried(const Json& document) {
  if (document.is_array()) return read_array(document);
  if (document.contains("Records")) return read_s3_records(document.at("Records"));
  if (is_test_notification(document)) return test_notification();
  if (is_eventbridge(document)) return read_eventbridge(document);
  return read_single(document);
}

std::expected<Event, Error> read_event(const Json& document) {
  if (is_task_list(document)) return read_tasks(document);
  if (!document.contains("Records")) return read_carried(document);
  const auto& records = document.at("Records");
  const auto source = source_of_records(records);
  if (!source) return std::unexpected(source.error());
  switch (*source) {
    case RecordSource::s3: return read_s3_records(records);
    case RecordSource::sqs: return read_sqs_records(records);
    case RecordSource::sns: return read_sns_records(records);
  }
  std::unreachable();
}

std::expected<Event, Error> read_message_document(const Json& document) {
  const auto wrapped = sns_message(document);
  return wrapped ? parse_carried(*wrapped) : read_carried(document);
}

template <typename Read>
std::expected<Event, Error> parse_as(std::string_view body, const Read& read) {
  const auto document = parse_document(body);
  if (document) return read(*document);
  return wrong(document.error().what);
}

}  // namespace

std::expected<Event, EventRefusal> parse_event(std::string_view body) {
  const auto document = parse_document(body);
  if (!document) {
    const auto& [is_json, what] = document.error();
    if (is_json) return std::unexpected(EventRefusal{true, unknown_shape(what)});
    return std::unexpected(EventRefusal{false, {ErrorKind::invalid_event, what, std::nullopt}});
  }
  auto event = read_event(*document);
  if (!event) return std::unexpected(EventRefusal{true, std::move(event.error())});
  return std::move(*event);
}

std::expected<Event, Error> parse_message(std::string_view body) {
  return parse_as(body, read_message_document);
}

std::expected<Event, Error> parse_carried(std::string_view body) {
  return parse_as(body, read_carried);
}

Error unknown_shape(std::string what) {
  what.append("; ").append(known_shapes);
  return {ErrorKind::invalid_event, std::move(what), std::nullopt};
}

}  // namespace stripmeta
