#include "function/notification.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

namespace stripmeta {
namespace {

using nlohmann::json;

std::string fixture(const std::string& name) {
  std::ifstream file{STRIPMETA_EVENTS "/" + name};
  return {std::istreambuf_iterator<char>{file}, {}};
}

json record(const std::string& key) {
  return {{"eventSource", "aws:s3"},
          {"eventName", "ObjectCreated:Put"},
          {"s3", {{"bucket", {{"name", "a"}}}, {"object", {{"key", key}, {"size", 3}, {"versionId", "v1"}}}}}};
}

std::string records(const std::vector<json>& all) {
  return json{{"Records", all}}.dump();
}

EventRequest request_of(const json& one) {
  const auto event = parse_event(records({one}));
  EXPECT_TRUE(event) << one;
  EXPECT_EQ(event->shape, EventShape::notification);
  EXPECT_EQ(event->requests.size(), 1U);
  EXPECT_TRUE(event->requests.front()) << one;
  return *event->requests.front();
}

std::string error_of(const std::string& body) {
  const auto event = parse_event(body);
  if (event) return "no error";
  EXPECT_TRUE(event.error().is_json);
  EXPECT_EQ(event.error().error.kind, ErrorKind::invalid_event);
  EXPECT_NE(event.error().error.message.find("an event is"), std::string::npos);
  return event.error().error.message;
}

TEST(Notification, CapturedPut) {
  const auto event = parse_event(fixture("s3_put.json"));
  ASSERT_TRUE(event);
  EXPECT_EQ(event->shape, EventShape::notification);
  ASSERT_EQ(event->requests.size(), 1U);
  const auto& request = *event->requests.front();
  EXPECT_EQ(request.key, "in/holiday pic+1.jpg");
  EXPECT_EQ(request.second_key, "in/holiday+pic+1.jpg");
  EXPECT_EQ(request.bucket, "exif-ripper-123456789012-a");
  EXPECT_TRUE(request.is_notification);
  EXPECT_EQ(request.skip_reason, "");
}

TEST(Notification, CapturedMessage) {
  const auto event = parse_event(fixture("sqs_s3_put.json"));
  ASSERT_TRUE(event);
  EXPECT_EQ(event->shape, EventShape::queue);
  EXPECT_TRUE(event->requests.empty());
  ASSERT_EQ(event->messages.size(), 1U);
  EXPECT_EQ(event->messages[0].id, "af251357-2270-4259-b6fc-52329753efcb");
  EXPECT_EQ(parse_message(event->messages[0].body)->requests.front()->key, "in/holiday pic+1.jpg");
}

TEST(Notification, KeysAreFormEncoded) {
  EXPECT_EQ(request_of(record("a+b%2Bc%C3%A4.jpg")).key, "a b+c\xC3\xA4.jpg");
  EXPECT_EQ(request_of(record("a%2bb")).key, "a+b");
  EXPECT_EQ(request_of(record("a%00b%FF")).key, (std::string{"a\0b\xFF", 4}));
  EXPECT_EQ(request_of(record("100%")).key, "100%");
  EXPECT_EQ(request_of(record("%4")).key, "%4");
  EXPECT_EQ(request_of(record("%zz%-1%+1")).key, "%zz%-1% 1");
  EXPECT_EQ(request_of(record("%2525")).key, "%25");
}

TEST(Notification, SecondReadingOnlyIfItDiffers) {
  EXPECT_EQ(request_of(record("a%20b%2B.jpg")).second_key, "");
  EXPECT_EQ(request_of(record("a+b%20c")).second_key, "a+b c");
}

TEST(Notification, VersionIsNotLookedAt) {
  EXPECT_FALSE(request_of(record("a")).version);
  EXPECT_FALSE(request_of(record("a")).force);
}

TEST(Notification, EventsWithoutWorkAreSkipped) {
  EXPECT_EQ(parse_event(fixture("s3_delete.json"))->requests.front()->skip_reason,
            R"(the event is "ObjectRemoved:Delete"; only ObjectCreated events are processed)");
  const auto test = parse_event(fixture("s3_test.json"));
  ASSERT_EQ(test->requests.size(), 1U);
  EXPECT_EQ(test->shape, EventShape::notification);
  EXPECT_EQ(test->requests.front()->skip_reason, "the event is S3's test notification");

  auto marker = record("folder/");
  EXPECT_EQ(request_of(marker).skip_reason, "");
  marker["s3"]["object"]["size"] = 0;
  EXPECT_EQ(request_of(marker).skip_reason, "the object only marks a folder");
  marker["s3"]["object"]["key"] = "empty.jpg";
  EXPECT_EQ(request_of(marker).skip_reason, "");
}

TEST(Notification, BadRecordIsInvalidInItsPlace) {
  for (const auto* path : {"/eventName", "/s3/bucket/name", "/s3/object/key", "/s3/object", "/s3"}) {
    for (const auto& value : {json(), json(7), json(""), json::array(), json::object()}) {
      auto bad = record("bad");
      bad[json::json_pointer{path}] = value;
      const auto event = parse_event(records({record("x"), bad, record("y")}));
      ASSERT_TRUE(event) << bad;
      ASSERT_EQ(event->requests.size(), 3U);
      ASSERT_FALSE(event->requests[1]) << bad;
      EXPECT_EQ(event->requests[1].error().kind, ErrorKind::invalid_event);
      EXPECT_EQ(event->requests[2]->key, "y");
    }
  }
}

TEST(Notification, OtherRecordsAreRefused) {
  auto other = record("a");
  other["eventSource"] = "aws:dynamodb";
  EXPECT_TRUE(error_of(records({other})).starts_with(R"("Records" must come from "aws:s3")"));
  EXPECT_TRUE(error_of(records({7})).starts_with(R"("Records" must come from "aws:s3")"));
  EXPECT_TRUE(error_of(records({record("a"), other})).starts_with(R"("Records" come from several sources)"));
  EXPECT_TRUE(error_of(records({})).starts_with(R"("Records" is not an array, or it is empty)"));
  EXPECT_TRUE(error_of(R"({"Records":{"a":1}})").starts_with(R"("Records" is not an array, or it is empty)"));
  EXPECT_TRUE(error_of(R"({"Event":"s3:OtherEvent"})").starts_with(R"(unknown member "Event")"));
}

TEST(Notification, MessageWithoutAnIdIsRefusedAndOneWithoutABodyIsNot) {
  json message{{"eventSource", "aws:sqs"}, {"messageId", "1"}};
  EXPECT_EQ(parse_event(records({message}))->messages[0].body, "");
  message["messageId"] = "";
  EXPECT_TRUE(error_of(records({message})).starts_with("an SQS record has no messageId"));
  message.erase("messageId");
  EXPECT_TRUE(error_of(records({message})).starts_with("an SQS record has no messageId"));
}

TEST(Notification, CapturedMessageOfSnsInAQueue) {
  const auto queue = parse_event(fixture("sqs_sns_s3_put.json"));
  ASSERT_TRUE(queue);
  ASSERT_EQ(queue->messages.size(), 1U);
  const auto event = parse_message(queue->messages[0].body);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->shape, EventShape::notification);
  EXPECT_EQ(event->requests.front()->key, "in/holiday pic+1.jpg");
  EXPECT_EQ(event->requests.front()->bucket, "photos");
}

TEST(Notification, CapturedMessageOfSns) {
  const auto event = parse_event(fixture("sns_s3_put.json"));
  ASSERT_TRUE(event);
  EXPECT_EQ(event->shape, EventShape::notification);
  ASSERT_EQ(event->requests.size(), 1U);
  EXPECT_EQ(event->requests.front()->key, "in/holiday pic+1.jpg");
  EXPECT_TRUE(event->requests.front()->is_notification);
}

json sns_record(const std::string& message) {
  return {{"EventSource", "aws:sns"}, {"Sns", {{"Type", "Notification"}, {"Message", message}}}};
}

TEST(Notification, MessagesOfSnsAreOneNotificationAndABadOneIsInvalidInItsPlace) {
  const auto event =
      parse_event(records({sns_record(records({record("a"), record("b")})), sns_record("no json"),
                           sns_record(R"({"key":"c"})"), sns_record(fixture("eventbridge_created.json")),
                           sns_record(fixture("s3_test.json")), sns_record(fixture("sns_s3_put.json"))}));
  ASSERT_TRUE(event);
  EXPECT_EQ(event->shape, EventShape::notification);
  ASSERT_EQ(event->requests.size(), 7U);
  EXPECT_EQ(event->requests[1]->key, "b");
  EXPECT_FALSE(event->requests[2]);
  EXPECT_EQ(event->requests[3]->key, "c");
  EXPECT_EQ(event->requests[4]->key, "in/holiday pic+1.jpg");
  EXPECT_NE(event->requests[5]->skip_reason, "");
  ASSERT_FALSE(event->requests[6]);
  EXPECT_TRUE(event->requests[6].error().message.starts_with("a message must not contain SQS or SNS messages"));
}

// These messages are for people. The URLs in them are secret, so they must not be logged.
TEST(Notification, SubscriptionMessagesOfSnsAreSkipped) {
  for (const auto* type : {"SubscriptionConfirmation", "UnsubscribeConfirmation"}) {
    const json body{{"Type", type},
                    {"TopicArn", "arn:aws:sns:eu-west-1:123456789012:photos"},
                    {"Message", "You have chosen to ..."},
                    {"SubscribeURL", "https://sns/?Token=secret"}};
    const auto event = parse_message(body.dump());
    ASSERT_TRUE(event) << type;
    ASSERT_EQ(event->requests.size(), 1U);
    EXPECT_TRUE(event->requests.front()->is_notification);
    EXPECT_EQ(event->requests.front()->skip_reason,
              "the message is an SNS " + std::string{type} + " and names no object");
  }
}

TEST(Notification, MessagesOfSnsAreUnwrappedOnce) {
  const auto wrapped = [](const std::string& text) { return json{{"Type", "Notification"}, {"Message", text}}.dump(); };
  EXPECT_EQ(parse_message(wrapped(R"({"key":"a"})"))->requests.front()->key, "a");
  EXPECT_FALSE(parse_message(wrapped(wrapped(R"({"key":"a"})"))));
  EXPECT_FALSE(parse_message(wrapped("")));
  EXPECT_FALSE(parse_message(R"({"Type":"Notification","Message":7})"));
  EXPECT_FALSE(parse_message(R"({"Type":"SubscriptionConfirmation","Message":"x"})"));
  EXPECT_FALSE(parse_message(fixture("sqs_s3_put.json")));
  EXPECT_FALSE(parse_message(fixture("batch_1_0.json")));
}

TEST(Notification, CapturedEventOfEventBridgeHasAPlainKey) {
  for (const auto& event : {parse_event(fixture("eventbridge_created.json")).value(),
                            parse_message(fixture("eventbridge_created.json")).value()}) {
    EXPECT_EQ(event.shape, EventShape::notification);
    ASSERT_EQ(event.requests.size(), 1U);
    const auto& request = *event.requests.front();
    EXPECT_EQ(request.key, "in/holiday pic+1.jpg");
    EXPECT_EQ(request.second_key, "");
    EXPECT_EQ(request.bucket, "photos");
    EXPECT_TRUE(request.is_notification);
    EXPECT_EQ(request.skip_reason, "");
    EXPECT_FALSE(request.version);
  }
}

TEST(Notification, OtherEventsOfEventBridge) {
  auto event = json::parse(fixture("eventbridge_created.json"));
  event["detail-type"] = "Object Deleted";
  EXPECT_EQ(parse_event(event.dump())->requests.front()->skip_reason,
            R"(the event is "Object Deleted"; only "Object Created" events are processed)");
  event["detail-type"] = "Object Created";
  event["detail"]["object"] = {{"key", "folder/"}, {"size", 0}};
  EXPECT_EQ(parse_event(event.dump())->requests.front()->skip_reason, "the object only marks a folder");
  event["detail"]["object"].erase("key");
  EXPECT_TRUE(error_of(event.dump()).starts_with("an EventBridge event has no"));
  event["source"] = "aws.ec2";
  EXPECT_TRUE(error_of(event.dump()).starts_with("unknown member"));
}

}  // namespace
}  // namespace stripmeta
