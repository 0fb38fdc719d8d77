#include "function/records.hpp"

#include <utility>

#include "function/notification.hpp"

namespace stripmeta {
namespace {

using Json = nlohmann::json;

std::unexpected<Error> wrong(std::string what) {
  return std::unexpected(unknown_shape(std::move(what)));
}

// SNS begins its members with capitals.
std::string source_of(const Json& record) {
  auto source = text_at(record, {"eventSource"});
  return source.empty() ? text_at(record, {"EventSource"}) : source;
}

std::optional<RecordSource> source_named(std::string_view name) {
  if (name == "aws:s3") return RecordSource::s3;
  if (name == "aws:sqs") return RecordSource::sqs;
  if (name == "aws:sns") return RecordSource::sns;
  return std::nullopt;
}

// Appends what the message of one record asks for.
void add_message(const Json& record, Event& event) {
  auto carried = parse_carried(text_at(record, {"Sns", "Message"}));
  if (!carried) {
    event.requests.push_back(std::unexpected(std::move(carried.error())));
    return;
  }
  for (auto& request : carried->requests) event.requests.push_back(std::move(request));
}

}  // namespace

std::expected<RecordSource, Error> source_of_records(const Json& records) {
  if (!records.is_array() || records.empty()) return wrong(R"("Records" is no array with something in it)");
  const auto name = source_of(records.front());
  const auto source = source_named(name);
  if (!source) return wrong(R"("Records" come neither from "aws:s3" nor from "aws:sqs" or "aws:sns")");
  for (const auto& record : records) {
    if (source_of(record) != name) return wrong(R"("Records" come from several sources)");
  }
  return *source;
}

std::expected<Event, Error> read_s3_records(const Json& records) {
  const auto source = source_of_records(records);
  if (!source) return std::unexpected(source.error());
  if (*source != RecordSource::s3) return wrong("a message holds messages of SQS or SNS");
  Event event{.shape = EventShape::notification};
  for (const auto& record : records) event.requests.push_back(read_notice(record));
  return event;
}

std::expected<Event, Error> read_sqs_records(const Json& records) {
  Event event{.shape = EventShape::queue};
  for (const auto& record : records) {
    Message message{.id = text_at(record, {"messageId"}), .body = text_at(record, {"body"})};
    if (message.id.empty()) return wrong("an SQS record lacks its messageId");
    event.messages.push_back(std::move(message));
  }
  return event;
}

Event read_sns_records(const Json& records) {
  Event event{.shape = EventShape::notification};
  for (const auto& record : records) add_message(record, event);
  return event;
}

std::optional<std::string> sns_message(const Json& document) {
  if (text_at(document, {"Type"}) != "Notification" || !document.contains("Message")) return std::nullopt;
  return text_at(document, {"Message"});
}

}  // namespace stripmeta
