// Shared by the tests of settings and credentials: an environment and a fake endpoint.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "s3/credentials/fetch.hpp"
#include "store/environment.hpp"

namespace stripmeta::s3 {

using Environment = std::map<std::string, std::string>;

inline Lookup lookup_in(Environment environment) {
  return [environment = std::move(environment)](const std::string& name) -> std::optional<std::string> {
    const auto found = environment.find(name);
    return found == environment.end() ? std::nullopt : std::optional{found->second};
  };
}

// Answers requests from a list, in order, and stores the requests. A request beyond the list fails the test.
class FakeEndpoint {
 public:
  using Answer = std::expected<net::Response, net::Failure>;

  void answer(int status, std::string body) { answers_.push_back(net::Response{{status, {}}, std::move(body)}); }
  void fail(net::Failure::Kind kind, std::string reason) {
    answers_.push_back(std::unexpected(net::Failure{kind, std::move(reason)}));
  }

  // This object must outlive the function.
  Fetch fetch() {
    return [this](net::Request request, const Call& call) -> Answer {
      requests.push_back(std::move(request));
      deadlines.push_back(call.deadline);
      if (answers_.empty()) {
        ADD_FAILURE() << "unexpected request: " << requests.back().url;
        return std::unexpected(net::Failure{net::Failure::Kind::bad_request, "unexpected"});
      }
      auto next = std::move(answers_.front());
      answers_.pop_front();
      return next;
    };
  }

  std::vector<net::Request> requests;
  std::vector<std::chrono::steady_clock::time_point> deadlines;

 private:
  std::deque<Answer> answers_;
};

inline std::string header_of(const net::Request& request, std::string_view name) {
  for (const auto& header : request.headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

// "KIND: message" for an error; "no error" for a value.
template <typename Value>
std::string error_of(const std::expected<Value, Error>& answer) {
  if (answer) return "no error";
  return std::string{trait(answer.error().kind).word} + ": " + answer.error().message;
}

inline constexpr const char* endpoint_document =
    R"({"Code":"Success","AccessKeyId":"ASIAENDPOINT","SecretAccessKey":"hush","Token":"T","Expiration":"2030-01-01T00:00:00Z"})";

}  // namespace stripmeta::s3
