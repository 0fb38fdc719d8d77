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
#include <string_view>

#include "function/event.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

enum class RecordSource : std::uint8_t { s3, sqs, sns };

// Of all of them. Error invalid_event: there are none, their sources differ or are not known.
std::expected<RecordSource, Error> source_of_records(const nlohmann::json& records);

// Error invalid_event: not all are S3's. What is wrong with one stands in its place.
std::expected<Event, Error> read_s3_records(const nlohmann::json& records);

// `records` are SQS's. Error invalid_event: a message has no id, so that nobody could be told that it failed.
std::expected<Event, Error> read_sqs_records(const nlohmann::json& records);

// `records` are SNS's: what all their messages ask for, one after the other, as one notification. What is wrong with a
// message stands in its place.
Event read_sns_records(const nlohmann::json& records);

// The message in what SNS puts into a queue, {"Type": "Notification", "Message": TEXT, ...}; none where `document` is
// something else, as where the subscription has raw delivery.
std::optional<std::string> sns_message(const nlohmann::json& document);

// What SNS carries: S3's notification, EventBridge's event, a direct one or an array. Error invalid_event.
std::expected<Event, Error> parse_carried(std::string_view body);

}  // namespace stripmeta
