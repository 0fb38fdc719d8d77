// Objects that the command line names as s3://BUCKET/KEY.
#pragma once

#include <expected>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

#include "s3/session.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::cli {

// The buckets of one run. Thread-safe. Nothing is set up and no thread is started before the first bucket is used.
class Cloud {
 public:
  Cloud() = default;
  Cloud(const Cloud&) = delete;
  Cloud& operator=(const Cloud&) = delete;
  ~Cloud() = default;

  // `url` is s3://BUCKET/KEY; the key is used literally, including "?" and "%". Errors: configuration (no bucket or key
  // in `url`, no region, no credentials), those of Store::open() and Store::create(), deadline after a signal.
  std::expected<std::unique_ptr<Reader>, Error> open(const std::string& url);
  std::expected<std::unique_ptr<Writer>, Error> create(const std::string& url, Put put);

  // Whether the object exists. Errors: as open(), except not_found.
  std::expected<bool, Error> exists(const std::string& url);

  // The result lives as long as this object. Errors: configuration, as above.
  std::expected<Store*, Error> bucket(const std::string& name);

  // A call that is cancelled when a signal comes.
  Call call();

 private:
  struct Object;
  std::expected<Object, Error> find(const std::string& url);

  std::stop_source stop_;  // requested when a signal comes
  std::mutex mutex_;       // guards the members below
  std::shared_ptr<s3::Session> session_;
  std::map<std::string, std::unique_ptr<Store>> buckets_;
  std::jthread watcher_;
};

}  // namespace stripmeta::cli
