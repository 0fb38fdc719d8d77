// What AWS's services send of their own: S3's notifications and SQS's messages, both as {"Records": [...]}.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
#pragma once

#include <expected>
#include <nlohmann/json.hpp>

#include "function/event.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// The records, all of one source. Error invalid_event: there are none, their sources differ or are not known, or a
// message has no id, so that nobody could be told that it failed.
std::expected<Event, Error> read_records(const nlohmann::json& records);

// {"Service": "Amazon S3", "Event": "s3:TestEvent", ...}, which S3 sends once where notifications are set up.
bool is_test_notification(const nlohmann::json& document);

// Its event: one request, with an empty key, to be skipped.
Event test_notification();

}  // namespace stripmeta
