// A bucket of S3, or of a compatible server, as a store.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "s3/bucket.hpp"
#include "s3/session.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

// Keys have 1 to 1,024 bytes and are sent byte for byte. stat() cannot tell a missing bucket from a missing object,
// because S3's response to HEAD has no error code; open() and commit() can.
class S3Store final : public Store {
 public:
  // Sends no request. Error `configuration`: `bucket` is not a bucket name, or no region is set.
  static std::expected<std::unique_ptr<S3Store>, Error> open(std::shared_ptr<Session> session,
                                                             const std::string& bucket);
  explicit S3Store(std::shared_ptr<Bucket> bucket) : bucket_(std::move(bucket)) {}

  const std::string& name() const override { return bucket_->name(); }
  std::expected<std::optional<ObjectInfo>, Error> stat(const std::string& key, const Call& call) override;
  std::expected<std::unique_ptr<Reader>, Error> open(const std::string& key, const Call& call) override;
  std::expected<std::unique_ptr<Writer>, Error> create(const std::string& key, Put put, const Call& call) override;
  std::uint64_t write_footprint(std::uint64_t length) const override;
  // Sends one DELETE without a version id and with If-Match, which the server must support for DELETE, as AWS does. In
  // a versioned bucket the versions stay below a delete marker. If the object is already gone, the result is a conflict
  // or success, depending on the server.
  std::expected<void, Error> remove(const std::string& key, const ObjectInfo& object, const Call& call) override;
  // Tags the object's version. An object without a version is looked up just before; if another object replaces it in
  // between, that one gets the tags, because tagging has no precondition.
  std::expected<void, Error> tag(const std::string& key, const ObjectInfo& object, const Tags& tags,
                                 const Call& call) override;
  // Reads pages of up to 1,000 keys (ListObjectsV2). The infos hold only size, ETag and source.
  std::expected<void, Error> list(const std::string& prefix, const Call& call,
                                  const std::function<bool(const std::string&, const ObjectInfo&)>& each) override;

 private:
  std::expected<Tags, Error> read_tags(const std::string& key, const Query& query, const Call& call);
  std::expected<void, Error> check_current(const std::string& key, const ObjectInfo& object, const Call& call);

  std::shared_ptr<Bucket> bucket_;
};

}  // namespace stripmeta::s3
