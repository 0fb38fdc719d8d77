#include "s3/credentials/instance.hpp"

#include <gtest/gtest.h>

#include "unit/s3/fixtures.hpp"

namespace stripmeta::s3 {
namespace {

FoundCredentials ask(FakeEndpoint& endpoint, const Environment& environment = {}, const Call& call = {}) {
  return instance_credentials(instance_metadata(lookup_in(environment)), endpoint.fetch(), call);
}

// The result if nothing is found, or an error.
std::string nothing(const FoundCredentials& found) {
  return found && !*found ? "nothing" : error_of(found);
}

TEST(InstanceCredentials, TokenThenRoleThenCredentials) {
  FakeEndpoint endpoint;
  endpoint.answer(200, "TOKEN\n");
  endpoint.answer(200, "my role/x\nother");
  endpoint.answer(200, endpoint_document);
  const auto found = ask(endpoint);
  ASSERT_TRUE(found && *found) << error_of(found);
  EXPECT_EQ((*found)->access_key_id, "ASIAENDPOINT");
  EXPECT_EQ((*found)->session_token, "T");
  EXPECT_TRUE((*found)->expires);

  const auto& asked = endpoint.requests;
  ASSERT_EQ(asked.size(), 3U);
  EXPECT_EQ(asked[0].method, "PUT");
  EXPECT_EQ(asked[0].url, "http://169.254.169.254/latest/api/token");
  EXPECT_EQ(header_of(asked[0], "x-aws-ec2-metadata-token-ttl-seconds"), "300");
  EXPECT_EQ(asked[1].url, "http://169.254.169.254/latest/meta-data/iam/security-credentials/");
  EXPECT_EQ(asked[2].url, "http://169.254.169.254/latest/meta-data/iam/security-credentials/my%20role%2Fx");
  for (const auto* request : {&asked[1], &asked[2]}) {
    EXPECT_EQ(request->method, "GET");
    EXPECT_EQ(header_of(*request, "x-aws-ec2-metadata-token"), "TOKEN");
  }
  for (const auto& request : asked) EXPECT_FALSE(request.through_proxy);
}

TEST(InstanceCredentials, TimesAreShort) {
  FakeEndpoint endpoint;
  endpoint.fail(net::Failure::Kind::stopped, "");
  EXPECT_EQ(nothing(ask(endpoint)), "nothing");
  EXPECT_LE(endpoint.deadlines.at(0), std::chrono::steady_clock::now() + std::chrono::seconds{2});
}

TEST(InstanceCredentials, NothingIfNothingAnswersOrItIsTurnedOff) {
  FakeEndpoint endpoint;
  endpoint.fail(net::Failure::Kind::unreachable, "no route to host");
  EXPECT_EQ(nothing(ask(endpoint)), "nothing");
  for (const int status : {403, 404, 405}) {
    endpoint.answer(status, "");
    EXPECT_EQ(nothing(ask(endpoint)), "nothing") << status;
  }
  const auto before = endpoint.requests.size();
  EXPECT_EQ(nothing(ask(endpoint, {{"AWS_EC2_METADATA_DISABLED", "True"}})), "nothing");
  EXPECT_EQ(endpoint.requests.size(), before);
}

TEST(InstanceCredentials, NothingWithoutARole) {
  FakeEndpoint endpoint;
  endpoint.answer(200, "TOKEN");
  endpoint.answer(404, "");
  EXPECT_EQ(nothing(ask(endpoint)), "nothing");
}

TEST(InstanceCredentials, AServiceThatFailsIsAnError) {
  FakeEndpoint endpoint;
  endpoint.answer(500, "");
  EXPECT_EQ(error_of(ask(endpoint)), "upstream: the instance's metadata service answered 500 for a token");
  endpoint.answer(200, "TOKEN");
  endpoint.answer(200, "role");
  endpoint.answer(200, "hush");
  EXPECT_EQ(error_of(ask(endpoint)),
            "upstream: the instance's metadata service sent credentials that cannot be used: it is not a JSON object");
}

TEST(InstanceCredentials, ACallThatIsOverIsAnError) {
  FakeEndpoint endpoint;
  endpoint.fail(net::Failure::Kind::stopped, "");
  EXPECT_TRUE(error_of(ask(endpoint, {}, {std::chrono::steady_clock::time_point::min(), {}})).starts_with("deadline"));
}

TEST(InstanceCredentials, AnotherEndpoint) {
  FakeEndpoint endpoint;
  endpoint.answer(404, "");
  EXPECT_EQ(nothing(ask(endpoint, {{"AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1338/"}})), "nothing");
  EXPECT_EQ(endpoint.requests.at(0).url, "http://127.0.0.1:1338/latest/api/token");
  EXPECT_EQ(error_of(ask(endpoint, {{"AWS_EC2_METADATA_SERVICE_ENDPOINT", "127.0.0.1"}})),
            "configuration: AWS_EC2_METADATA_SERVICE_ENDPOINT must start with http:// or https://");
}

}  // namespace
}  // namespace stripmeta::s3
