#include "function/handler.hpp"

#include <gtest/gtest.h>

#include <new>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace stripmeta {
namespace {

using nlohmann::json;

// Jobs whose key determines the outcome. They read and write nothing.
class HandlerTest : public ::testing::Test {
 protected:
  Outcome run(const JobRequest& request) {
    requests_.push_back(request);
    Outcome outcome;
    outcome.input = {"/a", request.key, ""};
    if (request.key == "missing") {
      outcome.error = Error{ErrorKind::not_found, "there is no such object", std::nullopt};
    } else if (request.key == "huge") {
      throw std::bad_alloc{};
    } else {
      outcome.kind = request.key == "twice" ? OutcomeKind::duplicate : OutcomeKind::cleaned;
      outcome.output = ObjectName{"/b", request.key, ""};
    }
    return outcome;
  }

  Answer handle(std::string_view body) { return handler_.handle(body, {}); }

  std::vector<json> log_lines() const {
    std::vector<json> lines;
    std::istringstream text{out_.str()};
    for (std::string line; std::getline(text, line);) lines.push_back(json::parse(line));
    return lines;
  }

  std::ostringstream out_;
  Log log_{out_};
  std::vector<JobRequest> requests_;
  Handler handler_{[this](const JobRequest& request, const Call&) { return run(request); }, log_, {.bucket_a = "/a"}};
};

TEST_F(HandlerTest, SingleEventAnswersItsOutcome) {
  const auto answer = handle(R"({"key":"a.jpg","version_id":"v","force":true})");
  EXPECT_EQ(answer.kind, AnswerKind::success);
  const auto body = json::parse(answer.body);
  EXPECT_EQ(body.at("outcome"), "cleaned");
  EXPECT_EQ(body.at("input").at("key"), "a.jpg");
  ASSERT_EQ(requests_.size(), 1U);
  EXPECT_EQ(requests_[0].version, "v");
  EXPECT_TRUE(requests_[0].force);
}

TEST_F(HandlerTest, DuplicateIsSuccess) {
  const auto answer = handle(R"({"input_jpg":"twice"})");
  EXPECT_EQ(answer.kind, AnswerKind::success);
  EXPECT_EQ(json::parse(answer.body).at("outcome"), "duplicate");
}

TEST_F(HandlerTest, FailedJobIsAFunctionErrorOfLambdasShape) {
  const auto answer = handle(R"({"input_jpg":"missing"})");
  EXPECT_EQ(answer.kind, AnswerKind::function_error);
  EXPECT_EQ(answer.body, R"({"errorType":"NotFound","errorMessage":"there is no such object"})");
  EXPECT_EQ(answer.error_type, "NotFound");
}

TEST_F(HandlerTest, InvalidEventRunsNothingAndIsLogged) {
  const auto answer = handle(R"({"bucket":"x"})");
  EXPECT_EQ(answer.kind, AnswerKind::function_error);
  EXPECT_EQ(json::parse(answer.body).at("errorType"), "InvalidEvent");
  EXPECT_TRUE(requests_.empty());
  ASSERT_EQ(log_lines().size(), 1U);
  EXPECT_EQ(log_lines()[0].at("level"), "error");
  EXPECT_EQ(log_lines()[0].at("error").at("type"), "invalid_event");
}

TEST_F(HandlerTest, NoJsonIsABadRequest) {
  const auto answer = handle("{");
  EXPECT_EQ(answer.kind, AnswerKind::bad_request);
  EXPECT_EQ(json::parse(answer.body).at("errorType"), "InvalidRequestContent");
  EXPECT_EQ(answer.error_type, "InvalidRequestContent");
  EXPECT_TRUE(requests_.empty());
}

TEST_F(HandlerTest, BatchAnswersInOrder) {
  const auto answer = handle(R"([{"key":"a"},{"input_jpg":"missing"},7,{"key":"twice"}])");
  EXPECT_EQ(answer.kind, AnswerKind::success);
  const auto body = json::parse(answer.body);
  ASSERT_EQ(body.size(), 4U);
  EXPECT_EQ(body[0].at("outcome"), "cleaned");
  EXPECT_EQ(body[1], (json{{"errorType", "NotFound"}, {"errorMessage", "there is no such object"}}));
  EXPECT_EQ(body[2].at("errorType"), "InvalidEvent");
  EXPECT_EQ(body[3].at("outcome"), "duplicate");
  EXPECT_EQ(handle("[]").body, "[]");
}

TEST_F(HandlerTest, EveryObjectIsLoggedOnce) {
  handle(R"([{"key":"a"},{"key":"missing"}])");
  const auto lines = log_lines();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].at("level"), "info");
  EXPECT_EQ(lines[0].at("message"), "cleaned");
  EXPECT_EQ(lines[0].at("input").at("key"), "a");
  EXPECT_EQ(lines[1].at("level"), "error");
  EXPECT_EQ(lines[1].at("message"), "there is no such object");
  EXPECT_EQ(lines[1].at("outcome"), "failed");
}

TEST_F(HandlerTest, RunningOutOfMemoryIsAnAnswer) {
  const auto answer = handle(R"({"key":"huge"})");
  EXPECT_EQ(answer.kind, AnswerKind::function_error);
  EXPECT_EQ(json::parse(answer.body).at("errorType"), "Internal");
}

}  // namespace
}  // namespace stripmeta
