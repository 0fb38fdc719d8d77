// What S3 says of its objects: records of its notifications, and its events as EventBridge hands them on.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
#pragma once

#include <expected>
#include <nlohmann/json.hpp>

#include "function/event.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// One record. The key is form-encoded; the version is not looked at: the current one is what B should have.
// Error invalid_event: it lacks the bucket's name, the key, or what happened.
std::expected<EventRequest, Error> read_notice(const nlohmann::json& record);

// {"Service": "Amazon S3", "Event": "s3:TestEvent", ...}, which S3 sends once where notifications are set up.
bool is_test_notification(const nlohmann::json& document);

// What names no object: one request, with an empty key, to be skipped. `why` is a sentence.
Event skipped_notification(std::string why);

// {"source": "aws.s3", "detail-type": "Object Created", "detail": {...}}
bool is_eventbridge(const nlohmann::json& document);

// Its event: one request, whose key is plain. Error invalid_event: as read_notice().
std::expected<Event, Error> read_eventbridge(const nlohmann::json& document);

}  // namespace stripmeta
