// {"Records": [...]}, as S3, SQS and SNS call a function.
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

// What the records came in.
enum class Carrier : std::uint8_t { none, message };

// S3's records, or SQS's messages, or what all of SNS's messages ask for, one after the other, as one notification.
// What is wrong with one of S3's or SNS's stands in its place. Error invalid_event: there are none, their sources
// differ or are not known; a message of SQS has no id, so that nobody could be told that it failed; or messages are in
// a message.
std::expected<Event, Error> read_records(const nlohmann::json& records, Carrier carrier);

// The message in what SNS puts into a queue, {"Type": "Notification", "Message": TEXT, ...}; none where `document` is
// something else, as where the subscription has raw delivery.
std::optional<std::string> sns_message(const nlohmann::json& document);

// "SubscriptionConfirmation" or "UnsubscribeConfirmation", which SNS puts into a queue when it is subscribed by another
// account and for people to read; "" where `document` is neither.
std::string sns_housekeeping(const nlohmann::json& document);

}  // namespace stripmeta
