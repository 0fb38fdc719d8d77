// Tasks of S3 Batch Operations and their results.
#include "function/tasks.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "function/handler.hpp"

namespace stripmeta {
namespace {

using nlohmann::json;

json fixture(const std::string& name) {
  std::ifstream file{STRIPMETA_EVENTS "/" + name};
  return json::parse(file);
}

json tasks(const std::vector<std::string>& keys) {
  json event{{"invocationSchemaVersion", "2.0"}, {"invocationId", "i"}, {"tasks", json::array()}};
  for (const auto& key : keys) event["tasks"].push_back({{"taskId", "t-" + key}, {"s3Key", key}, {"s3Bucket", "a"}});
  return event;
}

std::string error_of(const json& event) {
  const auto parsed = parse_event(event.dump());
  return parsed ? "no error" : parsed.error().error.message;
}

TEST(Tasks, FirstSchema) {
  const auto event = parse_event(fixture("batch_1_0.json").dump());
  ASSERT_TRUE(event);
  EXPECT_EQ(event->shape, EventShape::tasks);
  EXPECT_EQ(event->tasks.schema_version, "1.0");
  EXPECT_EQ(event->tasks.ids, std::vector<std::string>{"dGFza2lkZ29lc2hlcmUK"});
  const auto& request = event->requests.at(0).value();
  EXPECT_EQ(request.key, "customerImage1.jpg");
  EXPECT_EQ(request.version, "1");
  EXPECT_EQ(request.bucket, "amzn-s3-demo-bucket");
  EXPECT_FALSE(request.force);
  EXPECT_FALSE(request.is_notification);
}

TEST(Tasks, SecondSchemaWithItsArguments) {
  const auto event = parse_event(fixture("batch_2_0.json").dump());
  ASSERT_TRUE(event);
  const auto& request = event->requests.at(0).value();
  EXPECT_EQ(request.key, "in/holiday pic+1.jpg");
  EXPECT_EQ(request.second_key, "in/holiday+pic+1.jpg");
  EXPECT_EQ(request.bucket, "amzn-s3-demo-bucket");
  EXPECT_FALSE(request.version);
  EXPECT_TRUE(request.force);
}

TEST(Tasks, ErrorsNameTheProblem) {
  auto event = tasks({"a"});
  event["invocationSchemaVersion"] = "3.0";
  EXPECT_TRUE(error_of(event).starts_with(
      R"(the schema version of the tasks is "3.0"; the supported ones are "1.0" and "2.0")"));
  event = tasks({});
  EXPECT_TRUE(error_of(event).starts_with(R"("tasks" is not an array, or it is empty)"));
  event = tasks({"a"});
  event["tasks"][0].erase("taskId");
  EXPECT_TRUE(error_of(event).starts_with("a task has no taskId"));
  event = tasks({"a"});
  event["job"]["userArguments"] = {{"forse", "true"}};
  EXPECT_TRUE(error_of(event).starts_with(R"(the job has an unknown user argument "forse")"));
  event["job"]["userArguments"] = {{"force", "yes"}};
  EXPECT_TRUE(error_of(event).starts_with(R"(the user argument "force" must be "true" or "false")"));
  event["job"]["userArguments"] = 7;
  EXPECT_TRUE(error_of(event).starts_with("the job's userArguments are not an object"));
  event["job"]["userArguments"] = nullptr;
  EXPECT_EQ(error_of(event), "no error");
}

class TasksAnswer : public ::testing::Test {
 protected:
  json answer(const json& event, AnswerKind kind = AnswerKind::success, const Call& call = {}) {
    const auto answer = handler_.handle(event.dump(), call);
    EXPECT_EQ(answer.kind, kind);
    return json::parse(answer.body);
  }

  Outcome run(const JobRequest& request) const {
    Outcome outcome;
    const auto found = errors_.find(request.key);
    if (found != errors_.end()) {
      outcome.error = Error{found->second, "'" + request.key + "' failed", std::nullopt};
    } else {
      outcome.kind = request.key == superseded_ ? OutcomeKind::superseded : OutcomeKind::cleaned;
    }
    return outcome;
  }

  static json result(const std::string& id, const std::string& code, const std::string& text) {
    return {{"taskId", id}, {"resultCode", code}, {"resultString", text}};
  }

  std::ostringstream out_;
  Log log_{out_};
  std::map<std::string, ErrorKind> errors_;
  std::string superseded_;
  Handler handler_{[this](const JobRequest& request, const Call&) { return run(request); }, log_, {.bucket_a = "a"}};
};

TEST_F(TasksAnswer, EachTaskByItself) {
  errors_ = {{"bad", ErrorKind::malformed},
             {"slow", ErrorKind::throttled},
             {"gone", ErrorKind::not_found},
             {"shut", ErrorKind::access_denied},
             {"raced", ErrorKind::conflict}};
  auto event = tasks({"good", "bad", "slow", "gone", "shut", "raced", "far"});
  event["tasks"][6]["s3Bucket"] = "other";
  EXPECT_EQ(
      answer(event),
      (json{{"invocationSchemaVersion", "2.0"},
            {"treatMissingKeysAs", "PermanentFailure"},
            {"invocationId", "i"},
            {"results",
             {result("t-good", "Succeeded", "cleaned"), result("t-bad", "PermanentFailure", "malformed: 'bad' failed"),
              result("t-slow", "TemporaryFailure", "throttled: 'slow' failed"),
              result("t-gone", "PermanentFailure", "not_found: 'gone' failed"),
              result("t-shut", "PermanentFailure", "access_denied: 'shut' failed"),
              result("t-raced", "TemporaryFailure", "conflict: 'raced' failed"),
              result("t-far", "PermanentFailure",
                     "invalid_event: the event names the bucket 'other', but BUCKET_A is 'a'")}}}));
}

TEST_F(TasksAnswer, TheOtherReadingOfAKeyIsTried) {
  errors_ = {{"x y", ErrorKind::not_found}};
  EXPECT_EQ(answer(tasks({"x+y"})).at("results")[0].at("resultCode"), "Succeeded");
}

TEST_F(TasksAnswer, TheOtherReadingIsTriedIfTheFirstIsAnotherObject) {
  superseded_ = "x y";
  EXPECT_EQ(answer(tasks({"x+y"})).at("results")[0].at("resultString"), "cleaned");
  errors_ = {{"x+y", ErrorKind::not_found}};
  EXPECT_EQ(answer(tasks({"x+y"})).at("results")[0].at("resultString"), "superseded");
}

TEST_F(TasksAnswer, AMissingBucketFailsTheInvocation) {
  errors_ = {{"b", ErrorKind::configuration}};
  EXPECT_EQ(answer(tasks({"a", "b"}), AnswerKind::function_error).at("errorType"), "Configuration");
}

TEST_F(TasksAnswer, WhatThereWasNoTimeForComesAgain) {
  const Call late{.deadline = std::chrono::steady_clock::time_point::min()};
  EXPECT_EQ(answer(tasks({"a"}), AnswerKind::success, late).at("results")[0].at("resultCode"), "TemporaryFailure");
}

TEST_F(TasksAnswer, LinesHaveTheTask) {
  answer(tasks({"a"}));
  EXPECT_EQ(json::parse(out_.str()).at("task_id"), "t-a");
}

TEST_F(TasksAnswer, LongSentencesAreCut) {
  const auto text = answer(tasks({std::string(2'000, 'k')})).at("results")[0].at("resultString").get<std::string>();
  EXPECT_EQ(text, "cleaned");
  errors_ = {{std::string(2'000, 'k'), ErrorKind::malformed}};
  const auto cut = answer(tasks({std::string(2'000, 'k')})).at("results")[0].at("resultString").get<std::string>();
  EXPECT_EQ(cut.size(), 1'000U);
}

}  // namespace
}  // namespace stripmeta
