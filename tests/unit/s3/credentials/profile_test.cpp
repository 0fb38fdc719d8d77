#include "s3/credentials/profile.hpp"

#include <gtest/gtest.h>

#include "unit/s3/fixtures.hpp"

namespace stripmeta::s3 {
namespace {

constexpr const char* process = R"(echo '{"Version":1,"AccessKeyId":"PROCESS","SecretAccessKey":"hush"}')";
const IniSection keys{{"aws_access_key_id", "KEYS"}, {"aws_secret_access_key", "hush"}, {"aws_session_token", "T"}};

std::string found(const IniSection& config, const IniSection& credentials) {
  const auto answer = profile_credentials({"x", config, credentials, {}}, {});
  if (!answer) return error_of(answer);
  return *answer ? (*answer)->access_key_id : "none";
}

TEST(ProfileCredentials, KeysOfEitherFile) {
  EXPECT_EQ(found({}, keys), "KEYS");
  EXPECT_EQ(found(keys, {}), "KEYS");
  EXPECT_EQ(profile_credentials({"x", {}, keys, {}}, {}).value()->session_token, "T");
  EXPECT_EQ(found({{"region", "eu-west-1"}}, {}), "none");
}

TEST(ProfileCredentials, OneKeyOfTwoIsAnError) {
  EXPECT_EQ(found({}, {{"aws_access_key_id", "A"}}), "configuration: the profile 'x' has no aws_secret_access_key");
  EXPECT_EQ(found({{"aws_secret_access_key", "hush"}}, {}), "configuration: the profile 'x' has no aws_access_key_id");
}

TEST(ProfileCredentials, AProcessStandsBetweenTheTwoFiles) {
  EXPECT_EQ(found({{"credential_process", process}}, {}), "PROCESS");
  EXPECT_EQ(found({{"credential_process", process}}, keys), "KEYS");
  auto config = keys;
  config["credential_process"] = process;
  EXPECT_EQ(found(config, {}), "PROCESS");
}

TEST(ProfileCredentials, TheOutputOfAFailedProcessIsNotQuoted) {
  EXPECT_EQ(found({{"credential_process", "echo hush; exit 3"}}, {}),
            "configuration: the credential_process of the profile 'x' failed with exit code 3");
  EXPECT_EQ(found({{"credential_process", "echo hush"}}, {}),
            "configuration: the credential_process of the profile 'x' printed credentials that cannot be used: it is "
            "not a JSON object");
}

TEST(ProfileCredentials, WhatIsNotSupportedIsNamedWithTheWayOut) {
  EXPECT_EQ(found({{"sso_session", "corp"}}, {}),
            "configuration: the profile 'x' needs a single sign-on (sso_session), which is not supported; add a "
            "profile with the line 'credential_process = aws configure export-credentials --profile x --format "
            "process' and set AWS_PROFILE to it");
  EXPECT_TRUE(found({{"role_arn", "arn"}, {"source_profile", "y"}}, {})
                  .contains("needs an assumed role (role_arn with source_profile), which is not supported"));
  EXPECT_TRUE(found({{"role_arn", "arn"}, {"web_identity_token_file", "f"}}, {}).contains("web_identity_token_file"));
}

// Keys beside a role belong to another identity. Keys beside a single sign-on are meant for programs like this one.
TEST(ProfileCredentials, KeysDoNotStandInForARoleButForASignOn) {
  EXPECT_TRUE(found({{"role_arn", "arn"}, {"source_profile", "x"}}, keys).contains("an assumed role"));
  EXPECT_EQ(found({{"sso_session", "corp"}}, keys), "KEYS");
}

}  // namespace
}  // namespace stripmeta::s3
