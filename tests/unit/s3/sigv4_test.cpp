#include "s3/sigv4.hpp"

#include <gtest/gtest.h>

#include "unit/store/scratch.hpp"

namespace stripmeta::s3 {
namespace {

using namespace std::chrono;

const Credentials example{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
const SigningScope example_scope{"us-east-1", "s3", sys_days{2013y / May / 24}};
constexpr std::string_view example_host = "examplebucket.s3.amazonaws.com";

std::string value_of(const std::vector<net::Header>& headers, std::string_view name) {
  for (const auto& header : headers) {
    if (header.name == name) return header.value;
  }
  return "none";
}

std::string signature_of(const SigningRequest& request) {
  const auto text = value_of(sign(request, example, example_scope), "authorization");
  return text.substr(text.rfind('=') + 1);
}

// The four examples of "Authenticating Requests: Using the Authorization Header" of S3's API reference.
TEST(SigV4, ExampleOfGetObject) {
  const std::vector<net::Header> headers{{"range", "bytes=0-9"}};
  const auto hash = sha256_hex({});
  const auto added = sign({"GET", example_host, "/test.txt", "", headers, hash}, example, example_scope);
  EXPECT_EQ(value_of(added, "x-amz-date"), "20130524T000000Z");
  EXPECT_EQ(value_of(added, "x-amz-content-sha256"), hash);
  EXPECT_EQ(value_of(added, "x-amz-security-token"), "none");
  EXPECT_EQ(value_of(added, "authorization"),
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
            "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
            "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST(SigV4, ExampleOfPutObject) {
  const std::vector<net::Header> headers{{"date", "Fri, 24 May 2013 00:00:00 GMT"},
                                         {"x-amz-storage-class", "REDUCED_REDUNDANCY"}};
  const auto hash = sha256_hex(bytes_of("Welcome to Amazon S3."));
  EXPECT_EQ(signature_of({"PUT", example_host, "/test%24file.text", "", headers, hash}),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST(SigV4, ExampleOfGetBucketLifecycle) {
  const auto query = canonical_query({{"lifecycle", ""}});
  EXPECT_EQ(query, "lifecycle=");
  EXPECT_EQ(signature_of({"GET", example_host, "/", query, {}, sha256_hex({})}),
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
}

TEST(SigV4, ExampleOfListObjects) {
  const auto query = canonical_query({{"prefix", "J"}, {"max-keys", "2"}});
  EXPECT_EQ(query, "max-keys=2&prefix=J");
  EXPECT_EQ(signature_of({"GET", example_host, "/", query, {}, sha256_hex({})}),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST(SigV4, QueryIsSortedByEncodedNameThenValueAndEncodesTheSlash) {
  EXPECT_EQ(canonical_query({{"b", "2"}, {"a-", "x"}, {"a", "z/y"}, {"a", " +&=%"}, {"A", "ü"}}),
            "A=%C3%BC&a=%20%2B%26%3D%25&a=z%2Fy&a-=x&b=2");
  EXPECT_EQ(canonical_query({}), "");
}

TEST(SigV4, PathIsSignedAsItIs) {
  const auto of = [](std::string_view path) { return signature_of({"GET", "h", path, "", {}, unsigned_payload}); };
  EXPECT_NE(of("/b/a/../c"), of("/b/c"));
  EXPECT_NE(of("/b//c"), of("/b/c"));
  EXPECT_NE(of("/b/./c"), of("/b/c"));
}

TEST(SigV4, SessionTokenIsSentAndSigned) {
  auto temporary = example;
  temporary.session_token = "TOKEN";
  const auto added = sign({"GET", "h", "/", "", {}, unsigned_payload}, temporary, example_scope);
  EXPECT_EQ(value_of(added, "x-amz-security-token"), "TOKEN");
  EXPECT_EQ(value_of(added, "x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
  EXPECT_TRUE(value_of(added, "authorization")
                  .contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,"));
}

// libcurl's own signing sorts these two in the wrong order.
TEST(SigV4, HeadersAreSortedByNameAlone) {
  const std::vector<net::Header> headers{{"x-amz-meta-a-b", "2"}, {"x-amz-meta-a", "1"}, {"cache-control", ""}};
  const auto text = authorization({"GET", "h", "/", "", headers, unsigned_payload}, example, example_scope);
  EXPECT_TRUE(text.contains("SignedHeaders=cache-control;host;x-amz-meta-a;x-amz-meta-a-b,")) << text;
}

TEST(SigV4, TimeIsThatOfTheScope) {
  const SigningScope scope{"eu-central-1", "s3", sys_days{2031y / December / 9} + 1h + 2min + 3s + 999ms};
  const auto added = sign({"GET", "h", "/", "", {}, unsigned_payload}, example, scope);
  EXPECT_EQ(value_of(added, "x-amz-date"), "20311209T010203Z");
  EXPECT_TRUE(value_of(added, "authorization").contains("/20311209/eu-central-1/s3/aws4_request,"));
}

}  // namespace
}  // namespace stripmeta::s3
