#include "function/event.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace stripmeta {
namespace {

// The error of a single event; "" if it is valid.
std::string error_of(const std::string& body) {
  const auto event = parse_event(body);
  if (event) return {};
  EXPECT_TRUE(event.error().is_json) << body;
  EXPECT_EQ(event.error().error.kind, ErrorKind::invalid_event);
  return event.error().error.message;
}

JobRequest request_of(const std::string& body) {
  const auto event = parse_event(body);
  EXPECT_TRUE(event) << body;
  EXPECT_EQ(event->shape, EventShape::single);
  EXPECT_EQ(event->requests.size(), 1U);
  return *event->requests.front();
}

TEST(Event, InputJpg) {
  const auto request = request_of(R"({"input_jpg": "holiday/beach.jpg"})");
  EXPECT_EQ(request.key, "holiday/beach.jpg");
  EXPECT_FALSE(request.version);
  EXPECT_FALSE(request.force);
}

TEST(Event, KeyWithVersionAndForce) {
  const auto request = request_of(R"({"version_id":"v1","key":"a.jpg","force":true})");
  EXPECT_EQ(request.key, "a.jpg");
  EXPECT_EQ(request.version, "v1");
  EXPECT_TRUE(request.force);
  EXPECT_FALSE(request_of(R"({"key":"a.jpg","force":false})").force);
}

TEST(Event, KeysAreLiteral) {
  EXPECT_EQ(request_of(R"({"key":"a%20b+c.jpg"})").key, "a%20b+c.jpg");
  EXPECT_EQ(request_of(R"({"key":"\u00e4\ud83d\ude00"})").key, "\xC3\xA4\xF0\x9F\x98\x80");
  EXPECT_EQ(request_of("{\"key\":\"a\\u0000b\"}").key, (std::string{"a\0b", 3}));
}

TEST(Event, OtherShapesAreRefusedAndTheKnownOnesNamed) {
  for (const auto* body : {"{}",
                           "null",
                           "1",
                           "-1",
                           "1.5",
                           "true",
                           R"("photo.jpg")",
                           R"({"input_jpg":1})",
                           R"({"input_jpg":null})",
                           R"({"input_jpg":["a"]})",
                           R"({"key":{"key":"a"}})",
                           R"({"key":""})",
                           R"({"input_jpg":""})",
                           R"({"input_jpg":"a","key":"a"})",
                           R"({"input_jpg":"a","force":true})",
                           R"({"input_jpg":"a","version_id":"v"})",
                           R"({"key":"a","force":1})",
                           R"({"key":"a","force":"true"})",
                           R"({"key":"a","version_id":2})",
                           R"({"key":"a","version_id":""})",
                           R"({"key":"a","version_id":false})",
                           R"({"key":"a","kee":"b"})",
                           R"({"version_id":"v"})",
                           R"({"force":true})",
                           R"({"key":"a","key":"b"})",
                           R"({"Key":"a"})",
                           R"({"Records":[{"s3":{"object":{"key":"a"}}}]})"}) {
    const auto message = error_of(body);
    EXPECT_NE(message.find(R"({"input_jpg": "KEY"})"), std::string::npos) << body << ": " << message;
  }
}

TEST(Event, ErrorsNameTheProblem) {
  EXPECT_TRUE(error_of(R"({"key":"a","kee":"b"})").starts_with(R"(unknown member "kee"; )"));
  EXPECT_TRUE(error_of(R"({"key":"a","force":1})").starts_with(R"("force" must be true or false; )"));
  EXPECT_TRUE(error_of(R"({"key":7})").starts_with(R"("key" must be a string; )"));
  EXPECT_TRUE(error_of(R"({"key":"a","input_jpg":"a"})").starts_with(R"("input_jpg" and "key" are both given; )"));
  EXPECT_TRUE(error_of("{}").starts_with("no key is given; "));
  EXPECT_LT(error_of(R"({")" + std::string(5000, 'x') + R"(":1})").size(), 300U);
}

TEST(Event, BatchKeepsOrderAndBadElementsInTheirPlaces) {
  const auto event =
      parse_event(R"([{"key":"a"}, 5, {"input_jpg":"b"}, [{"key":"no"}], {"key":{"x":[{"key":"no"}]}}, {"key":"c"}])");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->shape, EventShape::array);
  ASSERT_EQ(event->requests.size(), 6U);
  EXPECT_EQ(event->requests[0]->key, "a");
  EXPECT_EQ(event->requests[2]->key, "b");
  EXPECT_EQ(event->requests[5]->key, "c");
  for (const std::size_t bad : {1U, 3U, 4U}) {
    ASSERT_FALSE(event->requests[bad]);
    EXPECT_EQ(event->requests[bad].error().kind, ErrorKind::invalid_event);
  }
  EXPECT_TRUE(parse_event("[]")->requests.empty());
  EXPECT_EQ(parse_event("[]")->shape, EventShape::array);
}

std::string array_of(const std::string& element, std::size_t count) {
  std::string body = "[";
  for (std::size_t i = 0; i < count; ++i) body += (i == 0 ? "" : ",") + element;
  return body + "]";
}

TEST(Event, BatchIsBounded) {
  for (const auto* element : {R"({"key":"a"})", "0", "[]"}) {
    EXPECT_EQ(parse_event(array_of(element, max_batch))->requests.size(), max_batch) << element;
    EXPECT_TRUE(error_of(array_of(element, max_batch + 1)).starts_with("the array has more than 1000 events"));
  }
}

TEST(Event, NestingIsBounded) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(parse_event(nested(max_event_depth)));
  EXPECT_TRUE(error_of(nested(max_event_depth + 1)).starts_with("the request is nested too deeply"));
  EXPECT_TRUE(error_of(std::string(6'000'000, '[')).starts_with("the request is nested too deeply"));
}

TEST(Event, InvalidJsonIsABadRequest) {
  for (const std::string body : {"", " ", "{", "[", R"({"key":"a"} x)", R"({"key":"a",})", "{'key':'a'}", "nul",
                                 "{\"key\":\"\xff\"}", R"({"key":"\ud800"})", "key=a", R"({"key":"a"}{"key":"b"})"}) {
    const auto event = parse_event(body);
    ASSERT_FALSE(event) << body;
    EXPECT_FALSE(event.error().is_json) << body;
    EXPECT_TRUE(event.error().error.message.starts_with("the request body is not valid JSON")) << body;
  }
}

}  // namespace
}  // namespace stripmeta
