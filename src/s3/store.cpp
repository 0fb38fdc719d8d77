#include "s3/store.hpp"

#include <pugixml.hpp>
#include <utility>

#include "s3/object_info.hpp"
#include "s3/object_reader.hpp"
#include "s3/object_writer.hpp"
#include "store/key.hpp"

namespace stripmeta::s3 {
namespace {

// An empty one would address the bucket itself. One that is too long would be refused without a word by HEAD.
std::expected<void, Error> check_key(const std::string& key) {
  constexpr std::size_t most_bytes = 1'024;
  if (!key.empty() && key.size() <= most_bytes) return {};
  const auto* why = key.empty() ? "the key is empty" : "the key is longer than the 1,024 bytes that S3 takes";
  return std::unexpected(Error{ErrorKind::invalid_key, why, std::nullopt});
}

bool is_page(const net::Response& response) {
  pugi::xml_document document;
  return document.load_buffer(response.body.data(), response.body.size()) &&
         !document.child("ListBucketResult").empty();
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
  const auto answer =
      bucket_->perform({.doing = "look up", .method = "HEAD", .key = key}, call,
                       [](const net::Response& response) { return object_info(response.head).has_value(); });
  if (answer) return object_info(answer->head);
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

std::expected<void, Error> S3Store::list(const std::string& prefix, const Call& call,
                                         const std::function<bool(const std::string&, const ObjectInfo&)>& each) {
  std::string next;
  while (true) {
    // The keys come encoded: XML has no way to write some of the bytes that they may hold.
    Query query{{"list-type", "2"}, {"encoding-type", "url"}, {"prefix", prefix}};
    if (!next.empty()) query.emplace_back("continuation-token", next);
    const auto answer = bucket_->perform({.doing = "list", .key = {}, .query = std::move(query)}, call, is_page);
    if (!answer) return std::unexpected(answer.error().error);
    pugi::xml_document document;
    document.load_buffer(answer->body.data(), answer->body.size());
    const auto root = document.child("ListBucketResult");
    for (const auto object : root.children("Contents")) {
      ObjectInfo info;
      info.size = object.child("Size").text().as_ullong();
      info.etag = object.child_value("ETag");
      info.source = source_of(info, object.child_value("LastModified"));
      if (!each(form_decode(object.child_value("Key")), info)) return {};
    }
    next = root.child_value("NextContinuationToken");
    if (next.empty()) return {};
  }
}

}  // namespace stripmeta::s3
