// The store against a server that answers by script: what is sent, and what is made of each answer. Real servers are
// asked in tests/system/s3.
#include "s3/store.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "s3/checksum.hpp"
#include "s3/sigv4.hpp"
#include "s3/upload.hpp"
#include "support/cpp/scripted_server.hpp"

namespace stripmeta::s3 {
namespace {

using namespace std::chrono_literals;
using test::ok;
using test::Reply;
using test::ScriptedServer;
using Then = Reply::Then;

std::string answer(int status, const std::string& body, const std::string& headers = "") {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         headers + "\r\n" + body;
}

std::string error(const std::string& code) {
  return "<Error><Code>" + code + "</Code></Error>";
}

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span{text});
}

// A server and a store that uses it.
class Place {
 public:
  explicit Place(std::deque<Reply> replies, const std::string& attempts = "3") : server(std::move(replies)) {
    const std::map<std::string, std::string> variables{
        {"AWS_ENDPOINT_URL", server.origin()}, {"AWS_REGION", "eu-west-1"},          {"AWS_ACCESS_KEY_ID", "AKID"},
        {"AWS_SECRET_ACCESS_KEY", "secret"},   {"AWS_MAX_ATTEMPTS", attempts},       {"STRIPMETA_S3_STALL", "1"},
        {"AWS_CONFIG_FILE", "/dev/null"},      {"AWS_EC2_METADATA_DISABLED", "true"}};
    const auto lookup = [&](const std::string& name) {
      const auto found = variables.find(name);
      return found == variables.end() ? std::nullopt : std::optional{found->second};
    };
    store = S3Store::open(Session::open(lookup).value(), "bucket").value();
  }

  std::expected<std::string, Error> read(const std::string& key) {
    auto reader = store->open(key, call);
    if (!reader) return std::unexpected(reader.error());
    std::string text;
    std::vector<std::byte> buffer(1'000);
    while (true) {
      const auto count = (*reader)->read(buffer);
      if (!count) return std::unexpected(count.error());
      if (*count == 0) return text;
      text.append(reinterpret_cast<const char*>(buffer.data()), *count);
    }
  }

  std::expected<ObjectInfo, Error> write(const std::string& key, const std::string& text, Put put = {}) {
    auto writer = store->create(key, std::move(put), call).value();
    writer->set_content_type("image/jpeg");
    for (std::size_t at = 0; at < text.size(); at += 1'000'003) {
      const auto written = writer->write(bytes_of(std::string_view{text}.substr(at, 1'000'003)));
      if (!written) return std::unexpected(written.error());
    }
    return writer->commit();
  }

  std::string request(std::size_t index) const { return server.requests().at(index); }
  std::size_t count() const { return server.requests().size(); }

  ScriptedServer server;
  std::unique_ptr<S3Store> store;
  Call call{.deadline = std::chrono::steady_clock::now() + 60s};
};

bool has_line(const std::string& request, const std::string& line) {
  return request.find("\r\n" + line + "\r\n") != std::string::npos;
}

TEST(S3Stat, AnswersNoneForAMissingObject) {
  Place place{{{.bytes = "HTTP/1.1 404 X\r\n\r\n", .then = Then::close}}};
  const auto found = place.store->stat("a b/c.jpg", place.call);
  ASSERT_TRUE(found);
  EXPECT_FALSE(*found);
  EXPECT_TRUE(place.request(0).starts_with("HEAD /bucket/a%20b/c.jpg HTTP/1.1\r\n"));
  EXPECT_NE(place.request(0).find("authorization: AWS4-HMAC-SHA256 Credential=AKID/"), std::string::npos);
}

TEST(S3Stat, IsForbiddenWithoutAWordWhy) {
  Place place{{{.bytes = "HTTP/1.1 403 X\r\n\r\n", .then = Then::close}}};
  EXPECT_EQ(place.store->stat("a", place.call).error().kind, ErrorKind::access_denied);
  EXPECT_EQ(place.count(), 1U);
}

TEST(S3Store, RefusesTheEmptyKey) {
  Place place{{}};
  EXPECT_EQ(place.store->stat("", place.call).error().kind, ErrorKind::invalid_key);
  EXPECT_EQ(place.store->open("", place.call).error().kind, ErrorKind::invalid_key);
  EXPECT_EQ(place.store->open(std::string(1'025, 'x'), place.call).error().kind, ErrorKind::invalid_key);
  EXPECT_EQ(place.store->create("", {}, place.call).error().kind, ErrorKind::invalid_key);
  EXPECT_EQ(place.count(), 0U);
}

TEST(S3Read, AnswersTheWholeObject) {
  const std::string text(100'000, 'x');
  Place place{{{.bytes = ok(text, "ETag: \"1\"\r\nx-amz-checksum-crc32: " +
                                      checksum_of(ChecksumKind::crc32, bytes_of(text)) + "\r\n")}}};
  EXPECT_EQ(place.read("a").value(), text);
  EXPECT_TRUE(has_line(place.request(0), "x-amz-checksum-mode: ENABLED"));
}

TEST(S3Read, FindsDamage) {
  for (const auto* header :
       {"x-amz-checksum-crc32: AAAAAA==\r\n", "x-amz-checksum-crc32c: AAAAAA==\r\n",
        "x-amz-checksum-crc64nvme: AAAAAAAAAAA=\r\n", "ETag: \"00000000000000000000000000000000\"\r\n"}) {
    Place place{{{.bytes = ok("damaged", header)}}};
    const auto text = place.read("a");
    ASSERT_FALSE(text) << header;
    EXPECT_EQ(text.error().kind, ErrorKind::upstream);
  }
}

TEST(S3Read, TellsMissingObjectsFromMissingBuckets) {
  Place place{{{.bytes = answer(404, error("NoSuchKey"))}, {.bytes = answer(404, error("NoSuchBucket"))}}};
  EXPECT_EQ(place.read("a").error().kind, ErrorKind::not_found);
  EXPECT_EQ(place.read("a").error().kind, ErrorKind::configuration);
}

// Otherwise a wrong endpoint would make objects of notifications look deleted.
TEST(S3Read, DoesNotBelieveThatAnObjectIsGoneWithoutS3SayingSo) {
  const Reply not_s3{.bytes = answer(404, "<html>not found</html>")};
  Place place{{not_s3, not_s3, not_s3}};
  EXPECT_EQ(place.read("a").error().kind, ErrorKind::upstream);
  EXPECT_EQ(place.count(), 3U);
}

TEST(S3Read, GoesOnIfTheConnectionBroke) {
  Place place{
      {{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nETag: \"1\"\r\n\r\nab", .then = Then::close},
       {.bytes = "HTTP/1.1 206 P\r\nContent-Length: 4\r\nContent-Range: bytes 2-5/6\r\n\r\ncd", .then = Then::reset},
       {.bytes = answer(206, "ef", "Content-Range: bytes 4-5/6\r\n")}}};
  EXPECT_EQ(place.read("a").value(), "abcdef");
  EXPECT_TRUE(has_line(place.request(1), "range: bytes=2-"));
  EXPECT_TRUE(has_line(place.request(1), "if-match: \"1\""));
  EXPECT_TRUE(has_line(place.request(2), "range: bytes=4-"));
}

TEST(S3Read, DoesNotGoOnWithAnotherObject) {
  Place place{{{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nETag: \"1\"\r\n\r\nab", .then = Then::close},
               {.bytes = answer(412, error("PreconditionFailed"))}}};
  EXPECT_EQ(place.read("a").error().kind, ErrorKind::upstream);
}

TEST(S3Read, DoesNotTakeTheWholeForTheRest) {
  Place place{{{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nETag: \"1\"\r\n\r\nab", .then = Then::close},
               {.bytes = ok("abcdef")}}};
  EXPECT_EQ(place.read("a").error().kind, ErrorKind::upstream);
}

TEST(S3Write, PutsASmallObjectInOneRequest) {
  Place place{{{.bytes = ok("", "ETag: \"1\"\r\nx-amz-version-id: v1\r\n")}}};
  Put put;
  put.attributes.user["a"] = "b";
  put.attributes.cache_control = "no-store";
  put.precondition.kind = Precondition::Kind::absent;
  const auto info = place.write("a/b", "image", put);
  ASSERT_TRUE(info) << info.error().message;
  EXPECT_EQ(info->version, "v1");
  EXPECT_EQ(info->size, 5U);
  const auto request = place.request(0);
  EXPECT_TRUE(request.starts_with("PUT /bucket/a/b HTTP/1.1\r\n"));
  EXPECT_TRUE(request.ends_with("\r\n\r\nimage"));
  for (const auto* line :
       {"content-type: image/jpeg", "cache-control: no-store", "x-amz-meta-a: b", "if-none-match: *"}) {
    EXPECT_TRUE(has_line(request, line)) << line;
  }
  EXPECT_TRUE(has_line(request, "x-amz-checksum-crc32: " + checksum_of(ChecksumKind::crc32, bytes_of("image"))));
  EXPECT_TRUE(has_line(request, "x-amz-content-sha256: " + sha256_hex(bytes_of("image"))));
}

TEST(S3Write, TriesAgainWhatMayPass) {
  for (const auto& reply : {Reply{.bytes = answer(503, error("SlowDown"))}, Reply{.bytes = answer(500, "")},
                            Reply{.bytes = answer(400, error("BadDigest"))}, Reply{.bytes = "", .then = Then::reset},
                            Reply{.bytes = ok("")},  // a success without an ETag is none
                            Reply{.bytes = ok(error("InternalError"), "ETag: \"1\"\r\n")}}) {
    Place place{{reply, {.bytes = ok("", "ETag: \"1\"\r\n")}}};
    EXPECT_TRUE(place.write("a", "image")) << reply.bytes;
    EXPECT_EQ(place.count(), 2U);
    EXPECT_TRUE(place.request(1).ends_with("\r\n\r\nimage"));
  }
}

TEST(S3Write, GivesUpAfterAllAttempts) {
  const Reply slow{.bytes = answer(503, error("SlowDown"))};
  Place place{{slow, slow, slow, slow, slow}};
  EXPECT_EQ(place.write("a", "image").error().kind, ErrorKind::throttled);
  EXPECT_EQ(place.count(), 3U);
}

TEST(S3Write, DoesNotTryAgainWhatIsRefused) {
  for (const auto& [status, code, kind] : {std::tuple{412, "PreconditionFailed", ErrorKind::conflict},
                                           {409, "ConditionalRequestConflict", ErrorKind::conflict},
                                           {403, "AccessDenied", ErrorKind::access_denied},
                                           {404, "NoSuchBucket", ErrorKind::configuration}}) {
    Place place{{{.bytes = answer(status, error(code))}}};
    EXPECT_EQ(place.write("a", "image").error().kind, kind) << code;
    EXPECT_EQ(place.count(), 1U);
  }
}

TEST(S3Write, SetsItsClockByTheAnswers) {
  const Reply skewed{.bytes = answer(403, error("RequestTimeTooSkewed"), "Date: Sun, 06 Nov 2044 08:49:37 GMT\r\n")};
  Place place{{skewed, {.bytes = ok("", "ETag: \"1\"\r\n")}, {.bytes = ok("", "ETag: \"2\"\r\n")}}};
  EXPECT_TRUE(place.write("a", "image"));
  EXPECT_TRUE(place.write("b", "image"));
  EXPECT_EQ(place.count(), 3U);
  EXPECT_NE(place.request(1).find("x-amz-date: 20441106T08"), std::string::npos);
  EXPECT_NE(place.request(2).find("x-amz-date: 20441106T08"), std::string::npos);
}

TEST(S3Write, SetsItsClockOnce) {
  const Reply skewed{.bytes = answer(403, error("RequestTimeTooSkewed"), "Date: Sun, 06 Nov 2044 08:49:37 GMT\r\n")};
  const Reply other{.bytes = answer(403, error("RequestTimeTooSkewed"), "Date: Sun, 06 Nov 2033 08:49:37 GMT\r\n")};
  Place place{{skewed, other, skewed}};
  EXPECT_EQ(place.write("a", "image").error().kind, ErrorKind::access_denied);
  EXPECT_EQ(place.count(), 2U);
}

// Two parts and a bit more; the responses to parts may come in any order.
class S3Multipart : public testing::Test {
 protected:
  static constexpr std::size_t part = std::size_t{8} << 20U;
  static Reply begun() {
    return {.bytes = ok("<InitiateMultipartUploadResult><UploadId>u/1</UploadId></InitiateMultipartUploadResult>")};
  }
  static Reply taken() { return {.bytes = ok("", "ETag: \"p\"\r\n")}; }
  static Reply completed() {
    return {.bytes = ok("<CompleteMultipartUploadResult><ETag>\"1-3\"</ETag></CompleteMultipartUploadResult>",
                        "x-amz-version-id: v1\r\n")};
  }
  const std::string text_ = std::string(part, 'a') + std::string(part, 'b') + "c";
};

TEST_F(S3Multipart, SendsPartsAndCompletes) {
  Place place{{begun(), taken(), taken(), taken(), completed()}};
  Put put;
  put.precondition = {.kind = Precondition::Kind::matches, .etag = "\"0\""};
  put.length_hint = text_.size();
  const auto info = place.write("k", text_, put);
  ASSERT_TRUE(info) << info.error().message;
  EXPECT_EQ(info->version, "v1");
  EXPECT_EQ(info->size, text_.size());
  ASSERT_EQ(place.count(), 5U);
  EXPECT_TRUE(place.request(0).starts_with("POST /bucket/k?uploads= HTTP/1.1\r\n"));
  EXPECT_TRUE(has_line(place.request(0), "content-type: image/jpeg"));
  EXPECT_FALSE(has_line(place.request(0), "if-match: \"0\""));
  std::map<std::string, std::string> parts;
  for (std::size_t i = 1; i <= 3; ++i) {
    const auto request = place.request(i);
    parts[request.substr(0, request.find("\r\n"))] = request.substr(request.find("\r\n\r\n") + 4);
  }
  EXPECT_TRUE(parts["PUT /bucket/k?partNumber=1&uploadId=u%2F1 HTTP/1.1"] == std::string(part, 'a'));
  EXPECT_TRUE(parts["PUT /bucket/k?partNumber=2&uploadId=u%2F1 HTTP/1.1"] == std::string(part, 'b'));
  EXPECT_TRUE(parts["PUT /bucket/k?partNumber=3&uploadId=u%2F1 HTTP/1.1"] == "c");
  const auto complete = place.request(4);
  EXPECT_TRUE(complete.starts_with("POST /bucket/k?uploadId=u%2F1 HTTP/1.1\r\n"));
  EXPECT_TRUE(has_line(complete, "if-match: \"0\""));
  EXPECT_NE(complete.find("<Part><ChecksumCRC32>" + checksum_of(ChecksumKind::crc32, bytes_of("c")) +
                          "</ChecksumCRC32><ETag>\"p\"</ETag><PartNumber>3</PartNumber></Part>"),
            std::string::npos)
      << complete;
}

TEST_F(S3Multipart, NeedsNoneForWhatFitsIntoOnePart) {
  Place place{{{.bytes = ok("", "ETag: \"1\"\r\n")}}};
  EXPECT_TRUE(place.write("k", std::string(part, 'a')));
  EXPECT_EQ(place.count(), 1U);
}

TEST_F(S3Multipart, IsGivenUpIfAPartFails) {
  const Reply refused{.bytes = answer(403, error("AccessDenied"))};
  Place place{{begun(), taken(), refused, refused, {.bytes = answer(204, "")}}};
  EXPECT_EQ(place.write("k", text_).error().kind, ErrorKind::access_denied);
  EXPECT_TRUE(place.server.requests().back().starts_with("DELETE /bucket/k?uploadId=u%2F1 HTTP/1.1\r\n"));
}

TEST_F(S3Multipart, IsGivenUpWithItsWriter) {
  Place place{{begun(), taken(), {.bytes = answer(204, "")}}};
  {
    const auto writer = place.store->create("k", {}, place.call).value();
    ASSERT_TRUE(writer->write(bytes_of(text_)));
  }
  EXPECT_TRUE(place.server.requests().back().starts_with("DELETE /bucket/k?uploadId=u%2F1 HTTP/1.1\r\n"));
}

TEST_F(S3Multipart, TriesAgainASuccessThatHoldsAnError) {
  Place place{{begun(), taken(), taken(), taken(), {.bytes = ok("\n\n" + error("InternalError"))}, completed()}};
  EXPECT_TRUE(place.write("k", text_));
  EXPECT_EQ(place.count(), 6U);
}

TEST_F(S3Multipart, SaysConflictIfTheUploadIsGone) {
  Place place{
      {begun(), taken(), taken(), taken(), {.bytes = answer(404, error("NoSuchUpload"))}, {.bytes = answer(204, "")}}};
  EXPECT_EQ(place.write("k", text_).error().kind, ErrorKind::conflict);
}

TEST(PartSize, KeepsWithinTenThousandParts) {
  constexpr std::uint64_t mebibyte = 1U << 20U;
  EXPECT_EQ(part_size(std::nullopt), 8 * mebibyte);
  EXPECT_EQ(part_size(0), 8 * mebibyte);
  EXPECT_EQ(part_size(9'900 * 8 * mebibyte), 8 * mebibyte);
  EXPECT_EQ(part_size(9'900 * 8 * mebibyte + 1), 9 * mebibyte);
  EXPECT_EQ(part_size(std::uint64_t{5} << 40U), 530 * mebibyte);
}

TEST_F(S3Multipart, SaysTheTagsOfTheObjectAtItsStart) {
  Place place{{begun(), taken(), taken(), taken(), completed()}};
  Put put;
  put.tags = {{"a", "b c"}, {"d&", "="}};
  ASSERT_TRUE(place.write("k", text_, put));
  EXPECT_TRUE(has_line(place.request(0), "x-amz-tagging: a=b%20c&d%26=%3D"));
  EXPECT_EQ(place.request(4).find("x-amz-tagging"), std::string::npos);
}

TEST_F(S3Multipart, SendsTheTraceWithEveryRequest) {
  Place place{{begun(), taken(), taken(), taken(), {.bytes = answer(412, error("PreconditionFailed"))}, taken()}};
  place.call.trace = "Root=1-2-3";
  EXPECT_FALSE(place.write("k", text_));
  ASSERT_EQ(place.count(), 6U);  // the last one aborts the upload
  for (std::size_t i = 0; i < place.count(); ++i) {
    EXPECT_TRUE(has_line(place.request(i), "x-amzn-trace-id: Root=1-2-3")) << i;
    EXPECT_EQ(place.request(i).find("x-amzn-trace-id;"), std::string::npos) << "signed, " << i;
  }
}

TEST(S3Write, NamesTagsAndNoTraceIfThereIsNone) {
  Place place{{{.bytes = ok("", "ETag: \"1\"\r\n")}, {.bytes = ok("", "ETag: \"1\"\r\n")}}};
  Put put;
  put.tags = {{"a", ""}};
  ASSERT_TRUE(place.write("k", "text", put));
  ASSERT_TRUE(place.write("k", "text"));
  EXPECT_TRUE(has_line(place.request(0), "x-amz-tagging: a="));
  EXPECT_EQ(place.request(1).find("x-amz-tagging"), std::string::npos);
  EXPECT_EQ(place.request(1).find("x-amzn-trace-id"), std::string::npos);
}

TEST(S3Footprint, IsTheObjectOrThreeParts) {
  Place place{{}};
  constexpr std::uint64_t mebibyte = 1U << 20U;
  EXPECT_EQ(place.store->write_footprint(0), 4'096U);
  EXPECT_EQ(place.store->write_footprint(mebibyte), mebibyte + 4'096);
  EXPECT_EQ(place.store->write_footprint(8 * mebibyte - 4'096), 8 * mebibyte);
  EXPECT_EQ(place.store->write_footprint(8 * mebibyte - 4'095), 24 * mebibyte);
  EXPECT_EQ(place.store->write_footprint(std::uint64_t{5} << 40U), 3 * 530 * mebibyte);
}

const ObjectInfo original{.size = 1, .etag = "\"e\"", .version = "v/1", .source = "v:v/1", .attributes = {}};

TEST(S3Remove, DeletesUnderTheConditionThatItIsStillTheObject) {
  Place place{{{.bytes = answer(204, "")}}};
  ASSERT_TRUE(place.store->remove("a b", original, place.call));
  EXPECT_TRUE(place.request(0).starts_with("DELETE /bucket/a%20b HTTP/1.1\r\n"));
  EXPECT_TRUE(has_line(place.request(0), "if-match: \"e\""));
}

TEST(S3Remove, SaysConflictIfItIsAnotherOrGone) {
  Place place{{{.bytes = answer(412, error("PreconditionFailed"))},
               {.bytes = answer(404, error("NoSuchKey"))},
               {.bytes = answer(403, error("AccessDenied"))},
               {.bytes = answer(404, error("NoSuchBucket"))}}};
  const auto kind = [&] { return place.store->remove("k", original, place.call).error().kind; };
  EXPECT_EQ(kind(), ErrorKind::conflict);
  EXPECT_EQ(kind(), ErrorKind::conflict);
  EXPECT_EQ(kind(), ErrorKind::access_denied);
  EXPECT_EQ(kind(), ErrorKind::configuration);
  EXPECT_EQ(place.store->remove("", original, place.call).error().kind, ErrorKind::invalid_key);
}

std::string tagging(const std::string& tags) {
  return ok("<?xml version=\"1.0\"?><Tagging xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><TagSet>" + tags +
            "</TagSet></Tagging>");
}

std::string tag(const std::string& name, const std::string& value) {
  return "<Tag><Key>" + name + "</Key><Value>" + value + "</Value></Tag>";
}

TEST(S3Tag, AddsToTheTagsOfThatVersion) {
  Place place{{{.bytes = tagging(tag("own", "1 &amp; 2") + tag("blank", " ") + tag("done", "no"))}, {.bytes = ok("")}}};
  ASSERT_TRUE(place.store->tag("a b", original, {{"done", "yes"}}, place.call));
  ASSERT_EQ(place.count(), 2U);
  EXPECT_TRUE(place.request(0).starts_with("GET /bucket/a%20b?tagging=&versionId=v%2F1 HTTP/1.1\r\n"));
  const auto& put = place.request(1);
  EXPECT_TRUE(put.starts_with("PUT /bucket/a%20b?tagging=&versionId=v%2F1 HTTP/1.1\r\n"));
  EXPECT_NE(put.find("<TagSet>" + tag("blank", " ") + tag("done", "yes") + tag("own", "1 &amp; 2") + "</TagSet>"),
            std::string::npos)
      << put;
  EXPECT_NE(put.find("\r\nx-amz-checksum-crc32: "), std::string::npos);
}

TEST(S3Tag, WritesNothingIfTheTagsAreThere) {
  Place place{{{.bytes = tagging(tag("done", "yes") + tag("own", "1"))}}};
  EXPECT_TRUE(place.store->tag("k", original, {{"done", "yes"}}, place.call));
  EXPECT_EQ(place.count(), 1U);
}

TEST(S3Tag, LooksUpAnObjectThatHasNoVersionOfItsOwn) {
  const std::string head = "Content-Length: 1\r\nETag: \"e\"\r\nLast-Modified: now\r\n\r\n";
  for (const auto* version : {"", "null"}) {
    Place place{{{.bytes = tagging("")},
                 {.bytes = "HTTP/1.1 200 X\r\n" + head},
                 {.bytes = ok("")},
                 {.bytes = tagging("")},
                 {.bytes = "HTTP/1.1 200 X\r\n" + head}}};
    ObjectInfo object{.size = 1, .etag = "\"e\"", .version = version, .source = "e:\"e\",now", .attributes = {}};
    EXPECT_TRUE(place.store->tag("k", object, {{"a", "b"}}, place.call));
    EXPECT_EQ(place.request(0).find("versionId=null") != std::string::npos, std::string_view{version} == "null");
    object.source = "e:\"e\",before";
    EXPECT_EQ(place.store->tag("k", object, {{"a", "b"}}, place.call).error().kind, ErrorKind::conflict);
    EXPECT_EQ(place.count(), 5U);
  }
}

TEST(S3Tag, SaysWhyNot) {
  std::string ten;
  for (int i = 0; i < 10; ++i) ten += tag(std::to_string(i), "v");
  Place place{{{.bytes = answer(404, error("NoSuchVersion"))},
               {.bytes = answer(403, error("AccessDenied"))},
               {.bytes = tagging(ten)},
               {.bytes = tagging("")},
               {.bytes = answer(404, error("NoSuchKey"))}}};
  const auto kind = [&] { return place.store->tag("k", original, {{"a", "b"}}, place.call).error().kind; };
  EXPECT_EQ(kind(), ErrorKind::conflict);
  EXPECT_EQ(kind(), ErrorKind::access_denied);
  EXPECT_EQ(kind(), ErrorKind::unsupported);
  EXPECT_EQ(kind(), ErrorKind::conflict);
  EXPECT_EQ(place.store->tag("", original, {}, place.call).error().kind, ErrorKind::invalid_key);
}

TEST(S3List, ReadsAllPages) {
  Place place{{{.bytes = ok("<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>a+b%2Bc</Key><Size>7</"
                            "Size><ETag>\"1\"</ETag></Contents>"
                            "<NextContinuationToken>n=1</NextContinuationToken></ListBucketResult>")},
               {.bytes = ok("<ListBucketResult><Contents><Key>d</Key></Contents></ListBucketResult>")}}};
  std::vector<std::string> keys;
  ASSERT_TRUE(place.store->list("p/", place.call, [&](const std::string& key, const ObjectInfo& info) {
    keys.push_back(key + ":" + std::to_string(info.size));
    return true;
  }));
  EXPECT_EQ(keys, (std::vector<std::string>{"a b+c:7", "d:0"}));
  EXPECT_TRUE(place.request(0).starts_with("GET /bucket/?encoding-type=url&list-type=2&prefix=p%2F HTTP/1.1\r\n"));
  EXPECT_TRUE(place.request(1).starts_with(
      "GET /bucket/?continuation-token=n%3D1&encoding-type=url&list-type=2&prefix=p%2F HTTP/1.1\r\n"));
}

TEST(S3List, TakesKeysAsTheyAreIfTheyAreNotEncoded) {
  Place place{
      {{.bytes = ok("<ListBucketResult><EncodingType/><Contents><Key>a+b%2Bc</Key></Contents></ListBucketResult>")}}};
  std::vector<std::string> keys;
  ASSERT_TRUE(place.store->list("", place.call, [&](const std::string& key, const ObjectInfo& /*info*/) {
    keys.push_back(key);
    return true;
  }));
  EXPECT_EQ(keys, std::vector<std::string>{"a+b%2Bc"});
}

TEST(S3Store, EndsWithItsDeadline) {
  Place place{{{.bytes = "", .then = Then::stall}}};
  place.call.deadline = std::chrono::steady_clock::now() + 30ms;
  EXPECT_EQ(place.read("a").error().kind, ErrorKind::deadline);
}

TEST(S3Store, OpensBucketsByTheirNamesAlone) {
  Place place{{}};
  const auto lookup = [](const std::string&) { return std::optional<std::string>{}; };
  EXPECT_EQ(S3Store::open(Session::open(lookup).value(), "bucket").error().kind, ErrorKind::configuration);
  EXPECT_EQ(place.store->name(), "bucket");
}

}  // namespace
}  // namespace stripmeta::s3
