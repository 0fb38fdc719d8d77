// A bucket of S3, or of a server that speaks its language, as a Store.
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

// Keys are sent byte for byte; of those of 1 to 1,024 bytes only S3 itself refuses some. stat() cannot tell a missing
// bucket from a missing object, for S3 answers HEAD without a text; open() and commit() can.
class S3Store final : public Store {
 public:
  // Does not ask S3 for anything. Error configuration: `bucket` is no bucket's name, or there is no region.
  static std::expected<std::unique_ptr<S3Store>, Error> open(std::shared_ptr<Session> session,
                                                             const std::string& bucket);
  explicit S3Store(std::shared_ptr<Bucket> bucket) : bucket_(std::move(bucket)) {}

  const std::string& name() const override { return bucket_->name(); }
  std::expected<std::optional<ObjectInfo>, Error> stat(const std::string& key, const Call& call) override;
  std::expected<std::unique_ptr<Reader>, Error> open(const std::string& key, const Call& call) override;
  std::expected<std::unique_ptr<Writer>, Error> create(const std::string& key, Put put, const Call& call) override;
  std::uint64_t write_footprint(std::uint64_t length) const override;
  // One DELETE without a version, under the condition that the ETag is still the object's: in a versioned bucket the
  // versions stay beneath a delete marker. The server must know If-Match with DELETE, as AWS does. An object that is
  // gone already is conflict or success, as the server has it.
  std::expected<void, Error> remove(const std::string& key, const ObjectInfo& object, const Call& call) override;
  // Names the object's version. Where it has none, there is no condition for it: the object is looked up just before,
  // and one that replaces it in between would get the tags.
  std::expected<void, Error> tag(const std::string& key, const ObjectInfo& object, const Tags& tags,
                                 const Call& call) override;
  // By pages of up to 1,000 keys (ListObjectsV2). The infos hold size, ETag, and nothing else.
  std::expected<void, Error> list(const std::string& prefix, const Call& call,
                                  const std::function<bool(const std::string&, const ObjectInfo&)>& each) override;

 private:
  std::expected<Tags, Error> read_tags(const std::string& key, const Query& query, const Call& call);
  std::expected<void, Error> check_current(const std::string& key, const ObjectInfo& object, const Call& call);

  std::shared_ptr<Bucket> bucket_;
};

}  // namespace stripmeta::s3
