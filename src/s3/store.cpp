#include "s3/store.hpp"

#include <pugixml.hpp>
#include <utility>

#include "s3/checksum.hpp"
#include "s3/object_info.hpp"
#include "s3/object_reader.hpp"
#include "s3/object_writer.hpp"
#include "s3/tagging.hpp"
#include "store/key.hpp"

namespace stripmeta::s3 {
namespace {

// An empty key would address the bucket itself. For a key that is too long, the response to HEAD would have no error
// code.
std::expected<void, Error> check_key(const std::string& key) {
  constexpr std::size_t most_bytes = 1'024;
  if (!key.empty() && key.size() <= most_bytes) return {};
  const auto* why = key.empty() ? "the key is empty" : "the key is longer than 1,024 bytes";
  return std::unexpected(Error{ErrorKind::invalid_key, why, std::nullopt});
}

}  // namespace

std::expected<std::unique_ptr<S3Store>, Error> S3Store::open(std::shared_ptr<Session> session,
                                                             const std::string& bucket) {
  auto opened = Bucket::open(std::move(session), bucket);
  if (!opened) return std::unexpected(std::move(opened.error()));
  return std::make_unique<S3Store>(std::move(*opened));
}

std::expected<std::optional<ObjectInfo>, Error> S3Store::stat(const std::string& key, const Call& call) {
  if (auto usable = check_key(key); !usable) return std::unexpected(std::move(usable.error()));
  std::optional<ObjectInfo> info;
  const auto answer = bucket_->perform({.doing = "look up", .method = "HEAD", .key = key}, call,
                                       [&info](const net::Response& response) {
                                         info = object_info(response.head);
                                         return info.has_value();
                                       });
  if (answer) return info;
  const auto& fault = answer.error();
  if (fault.error.kind == ErrorKind::not_found) return std::nullopt;
  return std::unexpected(fault.error);
}

std::expected<std::unique_ptr<Reader>, Error> S3Store::open(const std::string& key, const Call& call) {
  if (auto usable = check_key(key); !usable) return std::unexpected(std::move(usable.error()));
  return open_object(bucket_, key, call);
}

std::expected<std::unique_ptr<Writer>, Error> S3Store::create(const std::string& key, Put put, const Call& call) {
  if (auto usable = check_key(key); !usable) return std::unexpected(std::move(usable.error()));
  return create_object(bucket_, key, std::move(put), call);
}

std::uint64_t S3Store::write_footprint(std::uint64_t length) const {
  return object_footprint(length);
}

std::expected<void, Error> S3Store::remove(const std::string& key, const ObjectInfo& object, const Call& call) {
  if (auto usable = check_key(key); !usable) return usable;
  auto answer = bucket_->perform(
      {.doing = "remove", .method = "DELETE", .key = key, .headers = {{"if-match", object.etag}}}, call);
  if (!answer) return std::unexpected(error_of_write(std::move(answer.error())));
  return {};
}

std::expected<void, Error> S3Store::tag(const std::string& key, const ObjectInfo& object, const Tags& tags,
                                        const Call& call) {
  if (auto usable = check_key(key); !usable) return usable;
  Query query{{"tagging", ""}};
  if (!object.version.empty()) query.emplace_back("versionId", object.version);
  const auto before = read_tags(key, query, call);
  if (!before) return std::unexpected(before.error());
  auto after = tags;
  after.insert(before->begin(), before->end());
  if (after == *before) return {};
  if (after.size() > most_tags) {
    return std::unexpected(Error{ErrorKind::unsupported,
                                 "cannot tag '" + bucket_->url_of(key) + "': it would then have more than ten tags",
                                 std::nullopt});
  }
  if (auto current = check_current(key, object, call); !current) return current;
  const auto body = tagging_body(after);
  auto bytes = std::as_bytes(std::span{body});
  auto answer = bucket_->perform(
      {.doing = "tag",
       .method = "PUT",
       .key = key,
       .query = query,
       .headers = {{"content-type", "application/xml"},
                   {std::string{checksum_header(ChecksumKind::crc32)}, checksum_of(ChecksumKind::crc32, bytes)}},
       .body = bytes},
      call);
  if (!answer) return std::unexpected(error_of_write(std::move(answer.error())));
  return {};
}

std::expected<Tags, Error> S3Store::read_tags(const std::string& key, const Query& query, const Call& call) {
  std::optional<Tags> tags;
  const auto answer = bucket_->perform({.doing = "read the tags of", .key = key, .query = query}, call,
                                       [&tags](const net::Response& response) {
                                         tags = read_tagging(response.body);
                                         return tags.has_value();
                                       });
  if (!answer) return std::unexpected(error_of_write(answer.error()));
  return std::move(*tags);
}

// A version with an id of its own cannot be replaced.
std::expected<void, Error> S3Store::check_current(const std::string& key, const ObjectInfo& object, const Call& call) {
  if (!object.version.empty() && object.version != "null") return {};
  const auto now = stat(key, call);
  if (!now) return std::unexpected(now.error());
  if (*now && (*now)->source == object.source) return {};
  return std::unexpected(Error{ErrorKind::conflict,
                               "cannot tag '" + bucket_->url_of(key) + "': someone else changed it meanwhile",
                               std::nullopt});
}

std::expected<void, Error> S3Store::list(const std::string& prefix, const Call& call,
                                         const std::function<bool(const std::string&, const ObjectInfo&)>& each) {
  std::string next;
  while (true) {
    // Ask for encoded keys: XML cannot represent all bytes that keys may hold.
    Query query{{"list-type", "2"}, {"encoding-type", "url"}, {"prefix", prefix}};
    if (!next.empty()) query.emplace_back("continuation-token", next);
    pugi::xml_document document;
    const auto answer = bucket_->perform({.doing = "list", .key = {}, .query = std::move(query)}, call,
                                         [&document](const net::Response& response) {
                                           return document.load_buffer(response.body.data(), response.body.size()) &&
                                                  !document.child("ListBucketResult").empty();
                                         });
    if (!answer) return std::unexpected(answer.error().error);
    const auto root = document.child("ListBucketResult");
    // Some servers ignore the encoding type.
    const bool is_encoded = std::string_view{root.child_value("EncodingType")} == "url";
    for (const auto object : root.children("Contents")) {
      ObjectInfo info;
      info.size = object.child("Size").text().as_ullong();
      info.etag = object.child_value("ETag");
      info.source = source_of(info, object.child_value("LastModified"));
      const std::string key = object.child_value("Key");
      if (!each(is_encoded ? form_decode(key) : key, info)) return {};
    }
    next = root.child_value("NextContinuationToken");
    if (next.empty()) return {};
  }
}

}  // namespace stripmeta::s3
