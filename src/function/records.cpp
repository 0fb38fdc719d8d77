#include "function/records.hpp"

#include <utility>

#include "function/notification.hpp"

namespace stripmeta {
namespace {

using Json = nlohmann::json;

// The members of SNS start with capitals.
std::string source_of(const Json& record) {
  auto source = text_at(record, {"eventSource"});
  return source.empty() ? text_at(record, {"EventSource"}) : source;
}

// The source that all records have in common.
std::expected<std::string, Error> source_of_all(const Json& records) {
  if (!records.is_array() || records.empty()) return unknown_shape(R"("Records" is not an array, or it is empty)");
  auto source = source_of(records.front());
  if (source != "aws:s3" && source != "aws:sqs" && source != "aws:sns") {
    return unknown_shape(R"("Records" must come from "aws:s3", "aws:sqs" or "aws:sns")");
  }
  for (const auto& record : records) {
    if (source_of(record) != source) return unknown_shape(R"("Records" come from several sources)");
  }
  return source;
}

Event read_s3_records(const Json& records) {
  Event event{.shape = EventShape::notification};
  for (const auto& record : records) event.requests.push_back(read_s3_record(record));
  return event;
}

std::expected<Event, Error> read_sqs_records(const Json& records) {
  Event event{.shape = EventShape::queue};
  for (const auto& record : records) {
    Message message{.id = text_at(record, {"messageId"}), .body = text_at(record, {"body"})};
    if (message.id.empty()) return unknown_shape("an SQS record has no messageId");
    event.messages.push_back(std::move(message));
  }
  return event;
}

// Appends the requests in the message of one record.
void add_message(const Json& record, Event& event) {
  auto inner = parse_inner_event(text_at(record, {"Sns", "Message"}));
  if (!inner) {
    event.requests.emplace_back(std::unexpected(std::move(inner.error())));
    return;
  }
  for (auto& request : inner->requests) event.requests.push_back(std::move(request));
}

Event read_sns_records(const Json& records) {
  Event event{.shape = EventShape::notification};
  for (const auto& record : records) add_message(record, event);
  return event;
}

}  // namespace

std::expected<Event, Error> read_records(const Json& records, Carrier carrier) {
  const auto source = source_of_all(records);
  if (!source) return std::unexpected(source.error());
  if (*source == "aws:s3") return read_s3_records(records);
  if (carrier == Carrier::message) return unknown_shape("a message must not contain SQS or SNS messages");
  if (*source == "aws:sqs") return read_sqs_records(records);
  return read_sns_records(records);
}

std::optional<std::string> sns_message(const Json& document) {
  if (text_at(document, {"Type"}) != "Notification" || !document.contains("Message")) return std::nullopt;
  return text_at(document, {"Message"});
}

std::string sns_housekeeping(const Json& document) {
  auto type = text_at(document, {"Type"});
  const bool is_either = type == "SubscriptionConfirmation" || type == "UnsubscribeConfirmation";
  return is_either && document.contains("TopicArn") ? type : std::string{};
}

}  // namespace stripmeta
