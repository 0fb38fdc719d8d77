#include "s3/credentials/container.hpp"

#include <gtest/gtest.h>

#include "unit/s3/fixtures.hpp"
#include "unit/store/scratch.hpp"

namespace stripmeta::s3 {
namespace {

struct Asked {
  FoundCredentials found;
  std::vector<net::Request> requests;
};

Asked ask(const Environment& environment, int status = 200, const std::string& body = endpoint_document) {
  FakeEndpoint endpoint;
  endpoint.answer(status, body);
  auto found = container_credentials(container_endpoint(lookup_in(environment)), endpoint.fetch(), {});
  return {std::move(found), std::move(endpoint.requests)};
}

Asked ask_at(const std::string& uri) {
  return ask({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", uri}});
}

TEST(ContainerCredentials, NoneWithoutAVariable) {
  const auto [found, requests] = ask({});
  ASSERT_TRUE(found);
  EXPECT_FALSE(*found);
  EXPECT_TRUE(requests.empty());
}

TEST(ContainerCredentials, RelativeUriIsThatOfEcs) {
  const auto [found, requests] = ask({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/abc"},
                                      {"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/no"}});
  ASSERT_TRUE(found && *found) << error_of(found);
  EXPECT_EQ((*found)->access_key_id, "ASIAENDPOINT");
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0].url, "http://169.254.170.2/v2/credentials/abc");
  EXPECT_EQ(requests[0].method, "GET");
  EXPECT_FALSE(requests[0].through_proxy);
  EXPECT_EQ(header_of(requests[0], "authorization"), "");
}

TEST(ContainerCredentials, RelativeUriMustStartWithASlash) {
  const auto [found, requests] = ask({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", ".example.com/"}});
  EXPECT_TRUE(error_of(found).starts_with("configuration: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"));
  EXPECT_TRUE(requests.empty());
}

TEST(ContainerCredentials, FullUriAtTheseHosts) {
  for (const char* uri :
       {"https://example.com/x", "http://localhost:8080/x", "http://127.0.0.1/x", "http://127.9.8.7:1",
        "http://[::1]:80/x", "http://169.254.170.2/x", "http://169.254.170.23/v1/credentials",
        "http://[fd00:ec2::23]/v1/credentials", "http://[FD00:EC2::23]/v1"}) {
    EXPECT_EQ(error_of(ask_at(uri).found), "no error") << uri;
  }
}

TEST(ContainerCredentials, FullUriAtNoOther) {
  for (const char* uri : {"http://example.com/x", "http://127.0.0.1@example.com/", "http://127.0.0.1:80@example.com/",
                          "http://128.0.0.1/", "http://127.0.0.1.example.com/", "http://169.254.169.254/",
                          "http://[::1].example.com/", "http://[::2]/", "http://localhost\\@example.com/", "http://",
                          "http://:80/", "http://[::1", "ftp://127.0.0.1/", "127.0.0.1"}) {
    const auto [found, requests] = ask_at(uri);
    EXPECT_TRUE(error_of(found).starts_with("configuration: AWS_CONTAINER_CREDENTIALS_FULL_URI")) << uri;
    EXPECT_TRUE(requests.empty()) << uri;
  }
}

TEST(ContainerCredentials, TokenFileIsReadAtEachRequest) {
  const Scratch scratch;
  const Environment environment{{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials"},
                                {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", scratch / "token"},
                                {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "other"}};
  write_file(scratch / "token", "first\n");
  EXPECT_EQ(header_of(ask(environment).requests.at(0), "authorization"), "first");
  write_file(scratch / "token", "second");
  EXPECT_EQ(header_of(ask(environment).requests.at(0), "authorization"), "second");
  write_file(scratch / "token", " \n");
  EXPECT_TRUE(error_of(ask(environment).found).contains("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE) is empty"));
  std::filesystem::remove(scratch / "token");
  EXPECT_TRUE(error_of(ask(environment).found).starts_with("configuration: cannot read '"));
}

TEST(ContainerCredentials, TokenOfTheEnvironmentMustFitIntoAHeader) {
  Environment environment{{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/"},
                          {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "Basic abc"}};
  EXPECT_EQ(header_of(ask(environment).requests.at(0), "authorization"), "Basic abc");
  environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "hush\r\nX: y";
  EXPECT_EQ(error_of(ask(environment).found),
            "configuration: AWS_CONTAINER_AUTHORIZATION_TOKEN holds a character that an HTTP header cannot carry");
}

TEST(ContainerCredentials, WhatItCannotUseIsTheEndpointsFault) {
  const Environment environment{{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/"}};
  EXPECT_EQ(error_of(ask(environment, 500, "hush").found),
            "upstream: the container's credentials endpoint answered 500");
  EXPECT_EQ(
      error_of(ask(environment, 200, "hush").found),
      "upstream: the container's credentials endpoint sent credentials that cannot be used: it is not a JSON object");
}

TEST(ContainerCredentials, NoAnswerIsAnError) {
  FakeEndpoint endpoint;
  endpoint.fail(net::Failure::Kind::unreachable, "connection refused");
  endpoint.fail(net::Failure::Kind::stopped, "");
  const ContainerEndpoint at{.relative_uri = "/x", .full_uri = "", .token = "", .token_file = ""};
  EXPECT_EQ(error_of(container_credentials(at, endpoint.fetch(), {})),
            "upstream: the container's credentials endpoint did not respond: connection refused");
  EXPECT_EQ(error_of(container_credentials(at, endpoint.fetch(), {})),
            "upstream: the container's credentials endpoint did not respond: it sent nothing within 5000 ms");
}

}  // namespace
}  // namespace stripmeta::s3
