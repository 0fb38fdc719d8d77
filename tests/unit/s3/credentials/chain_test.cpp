#include "s3/credentials/chain.hpp"

#include <gtest/gtest.h>

#include "unit/s3/fixtures.hpp"
#include "unit/store/scratch.hpp"

namespace stripmeta::s3 {
namespace {

class Chain : public ::testing::Test {
 protected:
  // The access key id that is found in an environment whose HOME is the scratch directory, or the error.
  std::string found(Environment environment) {
    environment.try_emplace("HOME", home.path());
    const auto credentials = find_credentials(lookup_in(std::move(environment)), endpoint.fetch())->get({});
    return credentials ? credentials->access_key_id : error_of(credentials);
  }

  void write_credentials(const std::string& text) {
    std::filesystem::create_directory(home / ".aws");
    write_file(home / ".aws/credentials", text);
  }

  Scratch home;
  FakeEndpoint endpoint;
};

constexpr const char* two_profiles =
    "[default]\naws_access_key_id = DEFAULT\naws_secret_access_key = hush\n"
    "[work]\naws_access_key_id = WORK\naws_secret_access_key = hush\n";

TEST_F(Chain, TheEnvironmentGoesFirst) {
  write_credentials(two_profiles);
  EXPECT_EQ(found({{"AWS_ACCESS_KEY_ID", "ENV"}, {"AWS_SECRET_ACCESS_KEY", "hush"}}), "ENV");
}

TEST_F(Chain, HalfOfTheEnvironmentIsAnError) {
  write_credentials(two_profiles);
  EXPECT_EQ(found({{"AWS_ACCESS_KEY_ID", "ENV"}}),
            "configuration: AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not");
  EXPECT_EQ(found({{"AWS_SECRET_ACCESS_KEY", "hush"}, {"AWS_ACCESS_KEY_ID", ""}}),
            "configuration: AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not");
}

TEST_F(Chain, ThenTheProfile) {
  write_credentials(two_profiles);
  const Environment container{{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"}};
  EXPECT_EQ(found(container), "DEFAULT");
  EXPECT_EQ(found({{"AWS_PROFILE", "work"}}), "WORK");
  write_file(home / "other", "[work]\naws_access_key_id = OTHER\naws_secret_access_key = hush\n");
  EXPECT_EQ(found({{"AWS_PROFILE", "work"}, {"AWS_SHARED_CREDENTIALS_FILE", "~/other"}}), "OTHER");
}

TEST_F(Chain, AProfileThatIsNotThereIsAnError) {
  write_credentials(two_profiles);
  EXPECT_TRUE(found({{"AWS_PROFILE", "home"}})
                  .starts_with("configuration: AWS_PROFILE names a profile that does not exist: profile 'home' ("));
}

TEST_F(Chain, AFileThatCannotBeParsedIsNotQuoted) {
  write_credentials("[default]\nhush\n");
  EXPECT_EQ(found({}), "configuration: line 2 of '" + (home / ".aws/credentials") +
                           "' is neither '[section]' nor 'name = value' in a section");
}

TEST_F(Chain, ThenTheContainer) {
  endpoint.answer(200, R"({"AccessKeyId":"CONTAINER","SecretAccessKey":"hush","Token":"T"})");
  EXPECT_EQ(found({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"}, {"AWS_WEB_IDENTITY_TOKEN_FILE", "/t"}}),
            "CONTAINER");
}

TEST_F(Chain, ThenTheInstance) {
  endpoint.answer(200, "TOKEN");
  endpoint.answer(200, "role");
  endpoint.answer(200, R"({"AccessKeyId":"INSTANCE","SecretAccessKey":"hush","Token":"T"})");
  EXPECT_EQ(found({}), "INSTANCE");
}

TEST_F(Chain, AWebIdentityIsNotReplacedByTheInstances) {
  EXPECT_TRUE(found({{"AWS_WEB_IDENTITY_TOKEN_FILE", "/t"}, {"AWS_ROLE_ARN", "arn"}})
                  .starts_with("configuration: AWS_WEB_IDENTITY_TOKEN_FILE asks for a web identity"));
}

TEST_F(Chain, IfNothingIsFoundAllPlacesAreNamed) {
  endpoint.fail(net::Failure::Kind::unreachable, "no route to host");
  EXPECT_EQ(found({}),
            "configuration: no AWS credentials found: AWS_ACCESS_KEY_ID is not set, none are in the profile "
            "'default' (" +
                (home / ".aws/config") + ", " + (home / ".aws/credentials") +
                "), no AWS_CONTAINER_CREDENTIALS_* is set, and no instance metadata service offers a role at "
                "http://169.254.169.254");
  EXPECT_TRUE(found({{"AWS_EC2_METADATA_DISABLED", "true"}, {"HOME", ""}})
                  .contains("profile 'default' (no HOME), no AWS_CONTAINER_CREDENTIALS_* is set, and the instance's "
                            "metadata service is disabled by AWS_EC2_METADATA_DISABLED"));
}

}  // namespace
}  // namespace stripmeta::s3
