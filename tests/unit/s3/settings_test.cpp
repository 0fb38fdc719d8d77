#include "s3/settings.hpp"

#include <gtest/gtest.h>

#include "unit/s3/fixtures.hpp"
#include "unit/store/scratch.hpp"

namespace stripmeta::s3 {
namespace {

class S3SettingsTest : public ::testing::Test {
 protected:
  std::expected<S3Settings, Error> read(Environment environment = {}) {
    environment.try_emplace("AWS_CONFIG_FILE", scratch / "config");
    return read_s3_settings(lookup_in(std::move(environment)));
  }

  Scratch scratch;
};

TEST_F(S3SettingsTest, Defaults) {
  const auto settings = read();
  ASSERT_TRUE(settings) << error_of(settings);
  EXPECT_EQ(settings->region, "");
  EXPECT_EQ(settings->endpoint, "");
  EXPECT_EQ(settings->ca_bundle, "");
  EXPECT_EQ(settings->addressing, Addressing::automatic);
  EXPECT_FALSE(settings->dualstack);
  EXPECT_FALSE(settings->fips);
  EXPECT_EQ(settings->max_attempts, 5);
  EXPECT_EQ(settings->stall_timeout, std::chrono::seconds{20});
}

TEST_F(S3SettingsTest, ProfileSaysThem) {
  write_file(scratch / "config",
             "[profile work]\nregion = eu-central-1\nendpoint_url = http://localhost:9000/\nca_bundle = /ca.pem\n"
             "max_attempts = 3\ns3 =\n  addressing_style = path\n"
             "[default]\nregion = us-west-2\nuse_fips_endpoint = TRUE\nuse_dualstack_endpoint = true\n");
  const auto work = read({{"AWS_PROFILE", "work"}, {"SSL_CERT_FILE", "/other.pem"}});
  ASSERT_TRUE(work) << error_of(work);
  EXPECT_EQ(work->region, "eu-central-1");
  EXPECT_EQ(work->endpoint, "http://localhost:9000");
  EXPECT_EQ(work->ca_bundle, "/ca.pem");
  EXPECT_EQ(work->max_attempts, 3);
  EXPECT_EQ(work->addressing, Addressing::path);
  const auto usual = read({{"SSL_CERT_FILE", "/other.pem"}});
  ASSERT_TRUE(usual) << error_of(usual);
  EXPECT_EQ(usual->region, "us-west-2");
  EXPECT_EQ(usual->ca_bundle, "/other.pem");
  EXPECT_TRUE(usual->fips);
  EXPECT_TRUE(usual->dualstack);
}

TEST_F(S3SettingsTest, VariablesGoBeforeTheProfileInTheirOrder) {
  write_file(scratch / "config", "[default]\nregion = us-west-2\nendpoint_url = http://profile\nca_bundle = /ca.pem\n");
  Environment environment{{"AWS_DEFAULT_REGION", "eu-west-2"}, {"AWS_ENDPOINT_URL", "http://general"}};
  EXPECT_EQ(read(environment)->region, "eu-west-2");
  EXPECT_EQ(read(environment)->endpoint, "http://general");
  environment.merge(Environment{{"AWS_REGION", "eu-west-3"},
                                {"AWS_ENDPOINT_URL_S3", "https://[::1]:9000"},
                                {"AWS_CA_BUNDLE", "/mine.pem"},
                                {"AWS_MAX_ATTEMPTS", "20"},
                                {"STRIPMETA_S3_ADDRESSING", "virtual"},
                                {"STRIPMETA_S3_STALL", "300"}});
  const auto settings = read(environment);
  ASSERT_TRUE(settings) << error_of(settings);
  EXPECT_EQ(settings->region, "eu-west-3");
  EXPECT_EQ(settings->endpoint, "https://[::1]:9000");
  EXPECT_EQ(settings->ca_bundle, "/mine.pem");
  EXPECT_EQ(settings->max_attempts, 20);
  EXPECT_EQ(settings->addressing, Addressing::virtual_host);
  EXPECT_EQ(settings->stall_timeout, std::chrono::seconds{300});
}

TEST_F(S3SettingsTest, ServicesOfTheProfileGoBeforeItsEndpoint) {
  write_file(scratch / "config",
             "[default]\nservices = local\nendpoint_url = http://general\n"
             "[services local]\ns3 =\n  endpoint_url = http://for-s3\n");
  EXPECT_EQ(read()->endpoint, "http://for-s3");
  write_file(scratch / "config", "[default]\nservices = local\n");
  EXPECT_TRUE(error_of(read()).contains("names services 'local', which do not exist"));
}

TEST_F(S3SettingsTest, WrongValuesAreNamed) {
  const auto error = [&](const char* variable, const char* value) { return error_of(read({{variable, value}})); };
  EXPECT_EQ(error("AWS_REGION", "eu.west/1"),
            "configuration: AWS_REGION 'eu.west/1' is not a region; name one such as eu-central-1");
  EXPECT_EQ(error("AWS_MAX_ATTEMPTS", "0"), "configuration: AWS_MAX_ATTEMPTS must be a whole number from 1 to 20");
  EXPECT_EQ(error("AWS_MAX_ATTEMPTS", "3x"), "configuration: AWS_MAX_ATTEMPTS must be a whole number from 1 to 20");
  EXPECT_EQ(error("STRIPMETA_S3_STALL", "301"),
            "configuration: STRIPMETA_S3_STALL must be a whole number from 1 to 300");
  EXPECT_EQ(error("AWS_USE_FIPS_ENDPOINT", "1"), "configuration: AWS_USE_FIPS_ENDPOINT must be true or false");
  EXPECT_EQ(error("STRIPMETA_S3_ADDRESSING", "dns"),
            "configuration: STRIPMETA_S3_ADDRESSING must be auto, path or virtual");
  write_file(scratch / "config", "[default]\nmax_attempts = many\n");
  EXPECT_EQ(error_of(read()),
            "configuration: max_attempts of the profile 'default' must be a whole number from 1 to 20");
}

TEST_F(S3SettingsTest, EndpointsAreSchemeAndHostAlone) {
  for (const char* url : {"localhost:9000", "ftp://x", "http://", "https:///x", "http://x/path", "http://hush@x",
                          "http://x?y", "http://x#y", "http://x y"}) {
    EXPECT_EQ(error_of(read({{"AWS_ENDPOINT_URL_S3", url}})),
              "configuration: AWS_ENDPOINT_URL_S3 must be a scheme, a host and perhaps a port, such as "
              "https://s3.example.com:9000")
        << url;
  }
}

TEST_F(S3SettingsTest, AnEndpointOfOnesOwnIsNeitherFipsNorDualstack) {
  EXPECT_TRUE(error_of(read({{"AWS_ENDPOINT_URL", "http://x"}, {"AWS_USE_FIPS_ENDPOINT", "true"}}))
                  .starts_with("configuration: AWS_USE_FIPS_ENDPOINT works only with AWS's own endpoints"));
  EXPECT_TRUE(error_of(read({{"AWS_ENDPOINT_URL", "http://x"}, {"AWS_USE_DUALSTACK_ENDPOINT", "true"}}))
                  .starts_with("configuration: AWS_USE_DUALSTACK_ENDPOINT works only with AWS's own endpoints"));
}

TEST_F(S3SettingsTest, AFileThatWasNamedAndCannotBeReadIsAnError) {
  EXPECT_EQ(error_of(read({{"AWS_CONFIG_FILE", scratch.path()}})),
            "configuration: cannot read '" + scratch.path() + "' (AWS_CONFIG_FILE): Is a directory");
  EXPECT_TRUE(read({{"AWS_CONFIG_FILE", "/dev/null"}, {"AWS_SHARED_CREDENTIALS_FILE", "/dev/null"}}));
}

}  // namespace
}  // namespace stripmeta::s3
