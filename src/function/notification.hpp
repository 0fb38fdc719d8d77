// S3's notifications: the records that S3 sends itself, and its events through EventBridge.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
#pragma once

#include <expected>
#include <nlohmann/json.hpp>

#include "function/event.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// Reads one record. Its key is form-encoded. Its version is ignored, because B should have the current one. Error
// `invalid_event`: it has no bucket name, key or event name.
std::expected<EventRequest, Error> read_s3_record(const nlohmann::json& record);

// {"Service": "Amazon S3", "Event": "s3:TestEvent", ...}, which S3 sends once when notifications are set up.
bool is_test_notification(const nlohmann::json& document);

// The event for a message that names no object: one request with an empty key, to be skipped. `why` is a sentence.
Event skipped_notification(std::string why);

// {"source": "aws.s3", "detail-type": "Object Created", "detail": {...}}
bool is_eventbridge(const nlohmann::json& document);

// Reads such an event, which has one request. Its key is not encoded. Error `invalid_event`: as read_s3_record().
std::expected<Event, Error> read_eventbridge(const nlohmann::json& document);

}  // namespace stripmeta
