// How the handler handles notifications of S3 and messages of SQS.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <new>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "function/handler.hpp"

namespace stripmeta {
namespace {

using nlohmann::json;

// Jobs that succeed unless `errors_` has an error for the key.
class QueueTest : public ::testing::Test {
 protected:
  Outcome run(const JobRequest& request) {
    keys_.push_back(request.key);
    Outcome outcome;
    outcome.input = {"a", request.key, ""};
    const auto found = errors_.find(request.key);
    if (found != errors_.end()) {
      outcome.error = Error{found->second, "'" + request.key + "' failed", std::nullopt};
    } else {
      outcome.kind = skipped_.contains(request.key) ? OutcomeKind::skipped : OutcomeKind::cleaned;
      outcome.gone = deleted_.contains(request.key);
      if (outcome.gone) outcome.kind = OutcomeKind::duplicate;
    }
    return outcome;
  }

  json answer(const std::vector<json>& records, AnswerKind kind = AnswerKind::success, const Call& call = {}) {
    const auto answer = handler_.handle(json{{"Records", records}}.dump(), call, "request-7");
    EXPECT_EQ(answer.kind, kind) << answer.body;
    return json::parse(answer.body);
  }

  std::vector<json> log_lines() const {
    std::vector<json> lines;
    std::istringstream text{out_.str()};
    for (std::string line; std::getline(text, line);) lines.push_back(json::parse(line));
    return lines;
  }

  // A log whose first line runs out of memory: the clock throws.
  Log log_without_memory() {
    return Log{out_, Level::info, [calls = 0]() mutable {
                 if (++calls == 1) throw std::bad_alloc{};
                 return std::chrono::system_clock::time_point{};
               }};
  }

  using Keys = std::vector<std::string>;
  std::ostringstream out_;
  Log log_{out_};
  Keys keys_;
  std::map<std::string, ErrorKind> errors_;
  std::set<std::string> skipped_;
  std::set<std::string> deleted_;  // cleaned before, then deleted
  Handler handler_{[this](const JobRequest& request, const Call&) { return run(request); }, log_, {.bucket_a = "a"}};
};

json record(const std::string& key, const std::string& bucket = "a") {
  return {{"eventSource", "aws:s3"},
          {"eventName", "ObjectCreated:Put"},
          {"s3", {{"bucket", {{"name", bucket}}}, {"object", {{"key", key}}}}}};
}

json message(const std::string& id, const std::string& body) {
  return {{"eventSource", "aws:sqs"}, {"messageId", id}, {"body", body}};
}

json notice(const std::string& id, const std::vector<json>& records) {
  return message(id, json{{"Records", records}}.dump());
}

json failures(const std::vector<std::string>& ids) {
  auto items = json::array();
  for (const auto& id : ids) items.push_back({{"itemIdentifier", id}});
  return {{"batchItemFailures", items}};
}

TEST_F(QueueTest, NotificationAnswersItsOutcomes) {
  const auto body = answer({record("a"), record("b+c")});
  ASSERT_EQ(body.size(), 2U);
  EXPECT_EQ(body[0].at("outcome"), "cleaned");
  EXPECT_EQ(keys_, (Keys{"a", "b c"}));
}

TEST_F(QueueTest, OneFailedRecordFailsTheNotificationAfterAllOfItRan) {
  errors_ = {{"b", ErrorKind::throttled}, {"c", ErrorKind::malformed}};
  const auto body = answer({record("a"), record("b"), record("c"), record("d")}, AnswerKind::function_error);
  EXPECT_EQ(body, (json{{"errorType", "Throttled"}, {"errorMessage", "2 of 4 records failed; the first: 'b' failed"}}));
  EXPECT_EQ(keys_, (Keys{"a", "b", "c", "d"}));
  errors_ = {{"a", ErrorKind::malformed}};
  EXPECT_EQ(answer({record("a")}, AnswerKind::function_error).at("errorMessage"), "'a' failed");
}

TEST_F(QueueTest, GoneObjectIsTriedInItsOtherReadingAndThenSkipped) {
  errors_ = {{"x y", ErrorKind::not_found}, {"p q", ErrorKind::not_found}, {"p+q", ErrorKind::not_found}};
  const auto body = answer({record("x+y"), record("p+q")});
  EXPECT_EQ(keys_, (Keys{"x y", "x+y", "p q", "p+q"}));
  EXPECT_EQ(body[0].at("outcome"), "cleaned");
  EXPECT_EQ(body[0].at("input").at("key"), "x+y");
  EXPECT_EQ(body[1].at("outcome"), "skipped");
  EXPECT_EQ(body[1].at("error"), nullptr);
  EXPECT_EQ(log_lines().at(1).at("message"), "skipped: the object no longer exists");
}

// An object with the first key may have been cleaned and deleted before, but the event may mean the second key.
TEST_F(QueueTest, DeletedObjectIsTriedInItsOtherReadingToo) {
  deleted_ = {"x y", "p q", "r+s"};
  errors_ = {{"p+q", ErrorKind::not_found}, {"r s", ErrorKind::not_found}};
  const auto body = answer({record("x+y"), record("p+q"), record("r+s")});
  EXPECT_EQ(keys_, (Keys{"x y", "x+y", "p q", "p+q", "r s", "r+s"}));
  EXPECT_EQ(body[0].at("outcome"), "cleaned");
  EXPECT_EQ(body[0].at("input").at("key"), "x+y");
  EXPECT_EQ(body[1].at("outcome"), "duplicate");
  EXPECT_EQ(body[1].at("input").at("key"), "p q");
  EXPECT_EQ(body[2].at("outcome"), "duplicate");
  EXPECT_EQ(body[2].at("input").at("key"), "r+s");
}

TEST_F(QueueTest, OtherErrorsAreNotTriedInTheOtherReading) {
  errors_ = {{"x y", ErrorKind::access_denied}};
  EXPECT_EQ(answer({record("x+y")}, AnswerKind::function_error).at("errorType"), "AccessDenied");
  EXPECT_EQ(keys_, (Keys{"x y"}));
}

TEST_F(QueueTest, RemovedObjectsAndTestEventsAreSkippedAndLogged) {
  auto removed = record("a");
  removed["eventName"] = "ObjectRemoved:Delete";
  EXPECT_EQ(answer({removed})[0].at("outcome"), "skipped");
  const auto test = handler_.handle(R"({"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"a"})", {});
  EXPECT_EQ(json::parse(test.body)[0].at("outcome"), "skipped");
  EXPECT_TRUE(keys_.empty());
  ASSERT_EQ(log_lines().size(), 2U);
  EXPECT_EQ(log_lines()[0].at("message"),
            R"(skipped: the event is "ObjectRemoved:Delete"; only ObjectCreated events are processed)");
  EXPECT_EQ(log_lines()[1].at("message"), "skipped: the event is S3's test notification");
}

TEST_F(QueueTest, ForeignBucketIsRefused) {
  const auto body = answer({record("a", "other")}, AnswerKind::function_error);
  EXPECT_EQ(body.at("errorType"), "InvalidEvent");
  EXPECT_EQ(body.at("errorMessage"), "the event names the bucket 'other', but BUCKET_A is 'a'");
  EXPECT_EQ(answer({notice("1", {record("a", "other")}), notice("2", {record("b")})}), failures({"1"}));
  EXPECT_EQ(keys_, (Keys{"b"}));
}

TEST_F(QueueTest, OnlyFailedMessagesAreHandedBack) {
  errors_ = {{"bad", ErrorKind::malformed}};
  const auto body = answer({notice("1", {record("a")}), notice("2", {record("b"), record("bad"), record("c")}),
                            message("3", R"({"input_jpg":"d"})"), message("4", R"([{"key":"e"},{"key":"bad"}])"),
                            message("5", R"({"Event":"s3:TestEvent"})")});
  EXPECT_EQ(body, failures({"2", "4"}));
  EXPECT_EQ(keys_, (Keys{"a", "b", "bad", "c", "d", "e", "bad"}));
  EXPECT_EQ(answer({notice("1", {record("a")})}), failures({}));
}

TEST_F(QueueTest, DirectEventInAMessageThatIsGoneFails) {
  errors_ = {{"a", ErrorKind::not_found}};
  EXPECT_EQ(answer({message("1", R"({"key":"a"})"), notice("2", {record("a")})}), failures({"1"}));
}

TEST_F(QueueTest, BodiesOfNoKnownShapeFailAndTheLogSaysWhy) {
  const auto body = answer({message("1", "no json"),
                            message("2", R"({"what":1})"),
                            message("3", ""),
                            notice("4", {message("5", "{}")}),
                            {{"eventSource", "aws:sqs"}, {"messageId", "6"}}});
  EXPECT_EQ(body, failures({"1", "2", "3", "4", "6"}));
  const auto lines = log_lines();
  ASSERT_EQ(lines.size(), 5U);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(lines[i].at("message_id"), body.at("batchItemFailures")[i].at("itemIdentifier"));
    EXPECT_EQ(lines[i].at("error").at("type"), "invalid_event");
  }
  EXPECT_TRUE(lines[1].at("message").get<std::string>().starts_with(R"(unknown member "what"; an event is)"));
}

TEST_F(QueueTest, OutageFailsTheInvocation) {
  for (const auto kind :
       {ErrorKind::access_denied, ErrorKind::configuration, ErrorKind::throttled, ErrorKind::upstream}) {
    errors_ = {{"a", kind}, {"b", ErrorKind::upstream}};
    const auto body = answer({notice("1", {record("a")}), notice("2", {record("b")})}, AnswerKind::function_error);
    EXPECT_EQ(body.at("errorType"), trait(kind).lambda_type);
    EXPECT_EQ(body.at("errorMessage"), "2 of 2 messages failed; the first: 'a' failed");
  }
}

TEST_F(QueueTest, AnOutageThatUsesUpTheTimeFailsTheInvocation) {
  errors_ = {{"a", ErrorKind::upstream}, {"b", ErrorKind::deadline}};
  const auto body = answer({notice("1", {record("a")}), notice("2", {record("b")})}, AnswerKind::function_error);
  EXPECT_EQ(body.at("errorType"), "Upstream");
}

TEST_F(QueueTest, OneOtherOutcomeMakesItNoOutage) {
  errors_ = {{"a", ErrorKind::upstream}, {"b", ErrorKind::malformed}};
  EXPECT_EQ(answer({notice("1", {record("a")}), notice("2", {record("c")})}), failures({"1"}));
  EXPECT_EQ(answer({notice("1", {record("a")}), notice("2", {record("b")})}), failures({"1", "2"}));
}

TEST_F(QueueTest, PastTheDeadlineNothingIsStarted) {
  const Call late{std::chrono::steady_clock::time_point::min(), {}};
  errors_ = {{"a", ErrorKind::upstream}};
  EXPECT_EQ(answer({notice("1", {record("a")}), notice("2", {record("b")})}, AnswerKind::success, late),
            failures({"1", "2"}));
  EXPECT_TRUE(keys_.empty());
  ASSERT_EQ(log_lines().size(), 1U);
  EXPECT_EQ(log_lines()[0].at("message"), "2 messages were handed back, because the time limit is near");
}

TEST_F(QueueTest, RestIsHandedBackOnceTheTimeIsOver) {
  std::stop_source stop;
  const Handler handler{[&](const JobRequest& request, const Call&) {
                          if (request.key == "b") stop.request_stop();
                          return run(request);
                        },
                        log_,
                        {.bucket_a = "a"}};
  std::vector<json> messages;
  for (const auto* key : {"a", "b", "c", "d"}) messages.push_back(notice(key, {record(key)}));
  const auto answer = handler.handle(json{{"Records", messages}}.dump(), {.stop = stop.get_token()});
  EXPECT_EQ(json::parse(answer.body), failures({"c", "d"}));
  EXPECT_EQ(keys_, (Keys{"a", "b"}));
}

TEST_F(QueueTest, AMessageIsHandedBackIfOneOfItsObjectsIsNotBegun) {
  std::stop_source stop;
  const Handler handler{[&](const JobRequest& request, const Call&) {
                          if (request.key == "b") stop.request_stop();
                          return run(request);
                        },
                        log_,
                        {.bucket_a = "a"}};
  const auto messages = {notice("1", {record("a")}), notice("2", {record("b"), record("c"), record("d")}),
                         notice("3", {record("e")})};
  const auto answer = handler.handle(json{{"Records", messages}}.dump(), {.stop = stop.get_token()});
  EXPECT_EQ(json::parse(answer.body), failures({"2", "3"}));
  EXPECT_EQ(keys_, (Keys{"a", "b"}));
  const auto lines = log_lines();
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[2].at("level"), "warn");
  EXPECT_EQ(lines[2].at("message"), "2 messages were handed back, because the time limit is near");
}

TEST_F(QueueTest, EveryLineHasTheRequestId) {
  errors_ = {{"b", ErrorKind::malformed}};
  answer({notice("1", {record("a"), record("b")}), message("2", "{")});
  answer({record("a")});
  const auto lines = log_lines();
  ASSERT_EQ(lines.size(), 4U);
  for (const auto& line : lines) EXPECT_EQ(line.at("request_id"), "request-7");
  EXPECT_EQ(lines[0].at("message_id"), "1");
  EXPECT_EQ(lines[2].at("message_id"), "2");
  EXPECT_FALSE(lines[3].contains("message_id"));
}

// Counts how many jobs run at the same time. Each job waits until the expected number has started.
class AtOnceTest : public ::testing::Test {
 protected:
  // The count for `event`, which names at least `expected` objects.
  std::size_t most_at_once(const json& event, std::size_t at_once, std::size_t expected) {
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t running = 0;
    std::size_t most = 0;
    const Handler handler{[&](const JobRequest& request, const Call&) {
                            std::unique_lock lock{mutex};
                            most = std::max(most, ++running);
                            changed.notify_all();
                            changed.wait_for(lock, std::chrono::seconds{20}, [&] { return most >= expected; });
                            --running;
                            Outcome outcome;
                            outcome.input = {"a", request.key, ""};
                            if (request.key == "bad") {
                              outcome.error = Error{ErrorKind::malformed, "bad", std::nullopt};
                            } else {
                              outcome.kind = OutcomeKind::cleaned;
                            }
                            return outcome;
                          },
                          log_,
                          {.bucket_a = "a", .at_once = at_once}};
    answer_ = json::parse(handler.handle(event.dump(), {}).body);
    return most;
  }

  std::ostringstream out_;
  Log log_{out_};
  json answer_;
};

TEST_F(AtOnceTest, AsManyAsAreAllowed) {
  const json events{{{"key", "a"}}, {{"key", "b"}}, {{"key", "c"}}, {{"key", "d"}}};
  for (const auto& [at_once, expected] :
       {std::pair{4U, 4U}, std::pair{3U, 3U}, std::pair{1U, 1U}, std::pair{64U, 4U}}) {
    EXPECT_EQ(most_at_once(events, at_once, expected), expected);
    for (std::size_t i = 0; i < events.size(); ++i) {
      EXPECT_EQ(answer_[i].at("input").at("key"), events[i].at("key"));
    }
  }
}

TEST_F(AtOnceTest, ObjectsOfOneMessageTooAndOfSeveralTogether) {
  const auto several = notice("1", {record("a"), record("b"), record("bad"), record("c")});
  EXPECT_EQ(most_at_once({{"Records", {several}}}, 4, 4), 4U);
  EXPECT_EQ(answer_, failures({"1"}));
  EXPECT_EQ(most_at_once({{"Records", {several}}}, 2, 2), 2U);
  const json both{{"Records", {message("0", R"([{"key":"d"},{"key":"e"}])"), several}}};
  EXPECT_EQ(most_at_once(both, 6, 6), 6U);
  EXPECT_EQ(answer_, failures({"1"}));
}

TEST_F(QueueTest, MemoryThatRunsOutInOneObjectIsThatOnesFailure) {
  const Handler handler{[this](const JobRequest& request, const Call&) {
                          if (request.key == "b") throw std::bad_alloc{};
                          return run(request);
                        },
                        log_,
                        {.bucket_a = "a", .metrics = MetricsLevel::on}};
  const auto records = {notice("1", {record("a")}), notice("2", {record("b"), record("c")})};
  EXPECT_EQ(json::parse(handler.handle(json{{"Records", records}}.dump(), {}).body), failures({"2"}));
  EXPECT_EQ(keys_, (Keys{"a", "c"}));
  const auto lines = log_lines();
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_EQ(lines[1].at("error"), (json{{"type", "internal"}, {"message", "out of memory"}, {"offset", nullptr}}));
  EXPECT_EQ(lines[1].at("input").at("key"), "b");
  EXPECT_EQ(lines[1].at("message_id"), "2");
  EXPECT_EQ(lines[3].at("Cleaned"), 2);
  EXPECT_EQ(lines[3].at("Failed"), 1);
  EXPECT_EQ(lines[4].at("ErrorType"), "Internal");
  const auto answers = json::parse(handler.handle(R"([{"key":"a"},{"key":"b"}])", {}).body);
  EXPECT_EQ(answers[0].at("outcome"), "cleaned");
  EXPECT_EQ(answers[1].at("errorType"), "Internal");
}

TEST_F(QueueTest, MemoryThatRunsOutForTheAnswerIsLogged) {
  Log log = log_without_memory();
  const Handler handler{
      [this](const JobRequest& request, const Call&) { return run(request); }, log, {.bucket_a = "a"}};
  const Call late{std::chrono::steady_clock::time_point::min(), {}};
  const auto answer = handler.handle(json{{"Records", {notice("1", {record("a")})}}}.dump(), late, "request-7");
  EXPECT_EQ(answer.error_type, "Internal");
  const auto lines = log_lines();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].at("level"), "error");
  EXPECT_EQ(lines[0].at("message"), "the invocation ran out of memory");
  EXPECT_EQ(lines[0].at("request_id"), "request-7");
}

TEST_F(QueueTest, AnObjectThatCannotBeLoggedIsStillDone) {
  Log log = log_without_memory();
  const Handler handler{
      [this](const JobRequest& request, const Call&) { return run(request); }, log, {.bucket_a = "a"}};
  const auto body = json::parse(handler.handle(R"([{"key":"a"},{"key":"b"}])", {}).body);
  EXPECT_EQ(body[0].at("outcome"), "cleaned");
  EXPECT_EQ(log_lines().size(), 1U);
}

TEST_F(QueueTest, TraceStandsInTheLog) {
  handler_.handle(R"({"key":"a"})", {.trace = "Root=1-2-3"}, "request-7");
  EXPECT_EQ(log_lines().at(0).at("trace_id"), "Root=1-2-3");
}

TEST_F(QueueTest, MetricsFollowTheObjects) {
  errors_ = {{"b", ErrorKind::malformed}};
  const Handler handler{[this](const JobRequest& request, const Call&) { return run(request); },
                        log_,
                        {.bucket_a = "a", .metrics = MetricsLevel::on, .function_name = "f"}};
  handler.handle(json{{"Records", {notice("1", {record("a")}), notice("2", {record("b")})}}}.dump(), {});
  const auto lines = log_lines();
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[2].at("Cleaned"), 1);
  EXPECT_EQ(lines[2].at("Failed"), 1);
  EXPECT_EQ(lines[3].at("ErrorType"), "Malformed");
}

TEST_F(QueueTest, AWrongSettingFailsTheInvocationWhateverElseWasDone) {
  errors_ = {{"b", ErrorKind::configuration}};
  EXPECT_EQ(
      answer({notice("1", {record("a")}), notice("2", {record("b")})}, AnswerKind::function_error).at("errorMessage"),
      "1 of 2 messages failed; the first: 'b' failed");
}

TEST_F(QueueTest, WhatIsSkippedOrUnreadableShowsNothingOfTheBuckets) {
  errors_ = {{"a", ErrorKind::access_denied}, {"b", ErrorKind::internal}};
  auto removed = record("c");
  removed["eventName"] = "ObjectRemoved:Delete";
  const auto body = answer({message("1", R"({"Event":"s3:TestEvent"})"), message("2", "no json"),
                            notice("3", {removed, record("b")}), notice("4", {record("a")})},
                           AnswerKind::function_error);
  EXPECT_EQ(body.at("errorType"), "AccessDenied");
  EXPECT_EQ(answer({message("1", R"({"Event":"s3:TestEvent"})"), message("2", "no json")}), failures({"2"}));
}

TEST_F(QueueTest, WhatIsGoneOrWasReadAndSkippedShowsThatTheBucketsWork) {
  errors_ = {{"a", ErrorKind::access_denied}, {"gone", ErrorKind::not_found}};
  skipped_ = {"no image"};
  EXPECT_EQ(answer({notice("1", {record("gone")}), notice("2", {record("a")})}), failures({"2"}));
  EXPECT_EQ(answer({notice("1", {record("no+image")}), notice("2", {record("a")})}), failures({"2"}));
}

TEST_F(QueueTest, IfAllThatWasBegunRanOutOfTimeTheInvocationFails) {
  errors_ = {{"a", ErrorKind::deadline}, {"b", ErrorKind::deadline}};
  EXPECT_EQ(
      answer({notice("1", {record("a")}), notice("2", {record("b")})}, AnswerKind::function_error).at("errorType"),
      "Deadline");
  EXPECT_EQ(answer({notice("1", {record("a")}), notice("2", {record("c")})}), failures({"1"}));
}

}  // namespace
}  // namespace stripmeta
