// {"Records": [...]}, the events of S3, SQS and SNS.
// https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html
// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
// https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
#pragma once

#include <cstdint>
#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "function/event.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// Whether the records are an event themselves or the content of a message.
enum class Carrier : std::uint8_t { none, message };

// Reads S3's records, SQS's messages, or SNS's messages, whose events are joined to one notification. An invalid record
// of S3 or SNS becomes an error in its place. Error `invalid_event`: there are no records; their sources differ or are
// unknown; an SQS message has no id, so that its failure could not be reported; or a message contains messages.
std::expected<Event, Error> read_records(const nlohmann::json& records, Carrier carrier);

// The message in an SNS notification, {"Type": "Notification", "Message": TEXT, ...}. If `document` is something else,
// as with raw message delivery, the result is nullopt.
std::optional<std::string> sns_message(const nlohmann::json& document);

// "SubscriptionConfirmation" or "UnsubscribeConfirmation", which SNS may send to a subscribed queue; "" if `document`
// is neither.
std::string sns_housekeeping(const nlohmann::json& document);

}  // namespace stripmeta
