#include "s3/credentials/document.hpp"

#include <gtest/gtest.h>

namespace stripmeta::s3 {
namespace {

std::string fault(std::string_view text, CredentialForm form) {
  const auto credentials = parse_credential_document(text, form);
  return credentials ? "none" : credentials.error();
}

TEST(CredentialDocument, OfAProcess) {
  const auto temporary = parse_credential_document(
      R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"S","SessionToken":"T","Expiration":"1970-01-01T00:01:00Z"})",
      CredentialForm::process);
  ASSERT_TRUE(temporary);
  EXPECT_EQ(temporary->access_key_id, "A");
  EXPECT_EQ(temporary->secret_access_key, "S");
  EXPECT_EQ(temporary->session_token, "T");
  EXPECT_EQ(temporary->expires, std::chrono::system_clock::from_time_t(60));

  const auto lasting =
      parse_credential_document(R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"S"})", CredentialForm::process);
  ASSERT_TRUE(lasting);
  EXPECT_EQ(lasting->session_token, "");
  EXPECT_EQ(lasting->expires, std::nullopt);
}

TEST(CredentialDocument, OfAnEndpoint) {
  const auto credentials = parse_credential_document(
      R"({"Code":"Success","AccessKeyId":"A","SecretAccessKey":"S","Token":"T","Expiration":"1970-01-01T00:01:00Z"})",
      CredentialForm::endpoint);
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->session_token, "T");
}

TEST(CredentialDocument, FaultsAreNamedWithoutTheText) {
  using enum CredentialForm;
  EXPECT_EQ(fault("secret", process), "it is not a JSON object");
  EXPECT_EQ(fault("[]", endpoint), "it is not a JSON object");
  EXPECT_EQ(fault(R"({"AccessKeyId":"A","SecretAccessKey":"S"})", process), "its Version is not 1");
  EXPECT_EQ(fault(R"({"Version":2,"AccessKeyId":"A","SecretAccessKey":"S"})", process), "its Version is not 1");
  EXPECT_EQ(fault(R"({"Code":"AssumeRoleUnauthorizedAccess"})", endpoint), "its Code is not Success");
  EXPECT_EQ(fault(R"({"SecretAccessKey":"S"})", endpoint), "it has no AccessKeyId");
  EXPECT_EQ(fault(R"({"AccessKeyId":"A","SecretAccessKey":7})", endpoint), "it has no SecretAccessKey");
  EXPECT_EQ(fault(R"({"AccessKeyId":"A","SecretAccessKey":"S","Expiration":"soon"})", endpoint),
            "its Expiration is not an ISO 8601 time");
}

}  // namespace
}  // namespace stripmeta::s3
