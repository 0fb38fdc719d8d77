#include "s3/object_info.hpp"

#include <gtest/gtest.h>

#include <string>

namespace stripmeta::s3 {
namespace {

using Headers = std::vector<net::Header>;

net::ResponseHead head(Headers headers) {
  return {.status = 200, .headers = std::move(headers)};
}

constexpr auto md5 = "\"d41d8cd98f00b204e9800998ecf8427e\"";

TEST(ObjectInfo, IsReadFromHeaders) {
  const auto info = object_info(head({{"content-length", "12"},
                                      {"etag", "\"1\""},
                                      {"x-amz-version-id", "v1"},
                                      {"content-type", "image/jpeg"},
                                      {"cache-control", "no-store"},
                                      {"content-disposition", "inline"},
                                      {"content-encoding", "gzip"},
                                      {"content-language", "de"},
                                      {"expires", "0"},
                                      {"x-amz-meta-a", "b"}}));
  ASSERT_TRUE(info);
  EXPECT_EQ(info->size, 12U);
  EXPECT_EQ(info->etag, "\"1\"");
  EXPECT_EQ(info->version, "v1");
  EXPECT_EQ(info->source, "v:v1");
  EXPECT_EQ(info->attributes.content_type, "image/jpeg");
  EXPECT_EQ(info->attributes.cache_control, "no-store");
  EXPECT_EQ(info->attributes.content_disposition, "inline");
  EXPECT_EQ(info->attributes.content_encoding, "gzip");
  EXPECT_EQ(info->attributes.content_language, "de");
  EXPECT_EQ(info->attributes.expires, "0");
  EXPECT_EQ(info->attributes.user.at("a"), "b");
}

TEST(ObjectInfo, NamesTheSourceByETagAndTimeWithoutAVersion) {
  for (const auto* version : {"", "null"}) {
    const auto info = object_info(head({{"content-length", "1"},
                                        {"etag", "\"1\""},
                                        {"last-modified", "Sun, 06 Nov 1994 08:49:37 GMT"},
                                        {"x-amz-version-id", version}}));
    EXPECT_EQ(info->source, "e:\"1\",Sun, 06 Nov 1994 08:49:37 GMT");
  }
}

TEST(ObjectInfo, NeedsALength) {
  EXPECT_FALSE(object_info(head({})));
  EXPECT_FALSE(object_info(head({{"content-length", "1x"}})));
  EXPECT_FALSE(object_info(head({{"content-length", "-1"}})));
}

TEST(ObjectInfo, IsWrittenAsHeaders) {
  Attributes attributes;
  attributes.content_type = "image/jpeg";
  attributes.user["stripmeta-source"] = "a";
  const auto headers = object_headers(attributes, {});
  ASSERT_EQ(headers.size(), 2U);
  EXPECT_EQ(headers[0].name + ": " + headers[0].value, "content-type: image/jpeg");
  EXPECT_EQ(headers[1].name + ": " + headers[1].value, "x-amz-meta-stripmeta-source: a");
}

TEST(Precondition, IsWrittenAsAHeader) {
  EXPECT_TRUE(precondition_headers({}).empty());
  const auto absent = precondition_headers({.kind = Precondition::Kind::absent, .etag = {}});
  EXPECT_EQ(absent.at(0).name + ": " + absent.at(0).value, "if-none-match: *");
  const auto matches = precondition_headers({.kind = Precondition::Kind::matches, .etag = "\"1\""});
  EXPECT_EQ(matches.at(0).name + ": " + matches.at(0).value, "if-match: \"1\"");
}

TEST(ExpectedChecksum, IsTheFirstOfTheWholeObject) {
  const auto found = expected_checksum(
      head({{"etag", md5}, {"x-amz-checksum-crc64nvme", "AAAAAAAAAAA="}, {"x-amz-checksum-crc32c", "AAAAAA=="}}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->first, ChecksumKind::crc32c);
  EXPECT_EQ(found->second, "AAAAAA==");
}

TEST(ExpectedChecksum, SkipsChecksumsOfChecksums) {
  EXPECT_FALSE(expected_checksum(head({{"x-amz-checksum-crc32", "AAAAAA==-3"}, {"etag", "\"1-3\""}})));
  EXPECT_FALSE(expected_checksum(
      head({{"x-amz-checksum-crc32", "AAAAAA=="}, {"x-amz-checksum-type", "COMPOSITE"}, {"etag", "\"1-3\""}})));
  EXPECT_TRUE(expected_checksum(head({{"x-amz-checksum-crc32", "AAAAAA=="}, {"x-amz-checksum-type", "FULL_OBJECT"}})));
}

TEST(ExpectedChecksum, TakesAnETagForAnMd5IfItIsOne) {
  const auto found = expected_checksum(head({{"etag", md5}}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->first, ChecksumKind::md5);
  EXPECT_EQ(found->second, "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_FALSE(expected_checksum(head({{"etag", "\"d41d8cd98f00b204e9800998ecf8427e-1\""}})));
  EXPECT_FALSE(expected_checksum(head({{"etag", "\"zz1d8cd98f00b204e9800998ecf8427e\""}})));
  EXPECT_FALSE(expected_checksum(head({{"etag", md5}, {"x-amz-server-side-encryption", "aws:kms"}})));
  EXPECT_FALSE(expected_checksum(head({{"etag", md5}, {"x-amz-server-side-encryption-customer-algorithm", "AES256"}})));
  EXPECT_TRUE(expected_checksum(head({{"etag", md5}, {"x-amz-server-side-encryption", "AES256"}})));
}

}  // namespace
}  // namespace stripmeta::s3
