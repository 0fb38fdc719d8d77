#include "s3/address.hpp"

#include <gtest/gtest.h>

#include <string>

namespace stripmeta::s3 {
namespace {

std::string url(const S3Settings& settings, const std::string& bucket, const std::string& key) {
  const auto address = bucket_address(settings, settings.region, bucket);
  return address ? address->origin + address->path_of(key) : address.error().message;
}

TEST(Address, NamesTheBucketInTheHostAtAws) {
  EXPECT_EQ(url({.region = "eu-west-1"}, "photos", "a b.jpg"), "https://photos.s3.eu-west-1.amazonaws.com/a%20b.jpg");
  EXPECT_EQ(url({.region = "cn-north-1"}, "photos", "a"), "https://photos.s3.cn-north-1.amazonaws.com.cn/a");
  EXPECT_EQ(url({.region = "us-east-1", .dualstack = true, .fips = true}, "photos", "a"),
            "https://photos.s3-fips.dualstack.us-east-1.amazonaws.com/a");
}

TEST(Address, NamesABucketWithDotsInThePath) {
  EXPECT_EQ(url({.region = "eu-west-1"}, "my.photos", "a"), "https://s3.eu-west-1.amazonaws.com/my.photos/a");
}

TEST(Address, NamesTheBucketInThePathOfAnEndpoint) {
  EXPECT_EQ(url({.endpoint = "http://127.0.0.1:9000"}, "photos", "a"), "http://127.0.0.1:9000/photos/a");
  EXPECT_EQ(url({.endpoint = "https://s3.example.com/base"}, "photos", "a"), "https://s3.example.com/base/photos/a");
}

TEST(Address, FollowsTheSettings) {
  EXPECT_EQ(url({.endpoint = "http://s3.localhost:9000", .addressing = Addressing::virtual_host}, "photos", "a"),
            "http://photos.s3.localhost:9000/a");
  EXPECT_EQ(url({.region = "eu-west-1", .addressing = Addressing::path}, "photos", "a"),
            "https://s3.eu-west-1.amazonaws.com/photos/a");
}

TEST(Address, LeavesTheSchemesOwnPortOutOfTheHostHeader) {
  EXPECT_EQ(bucket_address({.endpoint = "https://a.example:443"}, "", "photos")->host, "a.example");
  EXPECT_EQ(bucket_address({.endpoint = "http://a.example:80"}, "", "photos")->host, "a.example");
  EXPECT_EQ(bucket_address({.endpoint = "http://a.example:443"}, "", "photos")->host, "a.example:443");
}

TEST(Address, KeepsEveryByteOfAKey) {
  const S3Settings settings{.endpoint = "http://h"};
  EXPECT_EQ(url(settings, "photos", "a/../b"), "http://h/photos/a/../b");
  EXPECT_EQ(url(settings, "photos", "/a//b/"), "http://h/photos//a//b/");
  EXPECT_EQ(url(settings, "photos", "?#%+"), "http://h/photos/%3F%23%25%2B");
}

TEST(Address, NeedsARegionOrAnEndpoint) {
  EXPECT_NE(url({}, "photos", "a").find("AWS_REGION"), std::string::npos);
}

TEST(Address, RefusesEndpointsThatAreNotUrls) {
  for (const auto* endpoint : {"localhost:9000", "ftp://h", "http://", "http:///x"}) {
    const auto address = bucket_address({.endpoint = endpoint}, "", "photos");
    ASSERT_FALSE(address) << endpoint;
    EXPECT_EQ(address.error().kind, ErrorKind::configuration);
  }
}

TEST(BucketName, HasTheShapeThatS3Demands) {
  for (const auto* name : {"abc", "a-b.c1", "0ab"}) EXPECT_TRUE(check_bucket_name(name)) << name;
  EXPECT_TRUE(check_bucket_name(std::string(63, 'a')));
  EXPECT_FALSE(check_bucket_name(std::string(64, 'a')));
  for (const auto* name : {"", "ab", "-ab", "ab-", "aBc", "a_b", "a b", "a/b"}) {
    EXPECT_FALSE(check_bucket_name(name)) << name;
  }
}

}  // namespace
}  // namespace stripmeta::s3
