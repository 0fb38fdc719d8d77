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

// The buckets of one run, for several threads at once. Nothing is set up, and no thread started, before the first of
// them is used.
class Cloud {
 public:
  Cloud() = default;
  Cloud(const Cloud&) = delete;
  Cloud& operator=(const Cloud&) = delete;
  ~Cloud() = default;

  // `url` is an object's; its key is taken literally, "?" and "%" included. Errors: configuration (no bucket or no key
  // in it, no region, no credentials), those of Store::open() and Store::create(); deadline after a signal.
  std::expected<std::unique_ptr<Reader>, Error> open(const std::string& url);
  std::expected<std::unique_ptr<Writer>, Error> create(const std::string& url, Put put);

  // Whether there is one. Errors: as open(), but no not_found.
  std::expected<bool, Error> has(const std::string& url);

  // Lives as long as this. Errors: configuration, as above.
  std::expected<Store*, Error> bucket(const std::string& name);

  // Over once a signal has come.
  Call call();

 private:
  struct Object;
  std::expected<Object, Error> find(const std::string& url);

  std::stop_source stop_;  // asked for once a signal has come
  std::mutex mutex_;       // of the rest
  std::shared_ptr<s3::Session> session_;
  std::map<std::string, std::unique_ptr<Store>> buckets_;
  std::jthread watcher_;
};

}  // namespace stripmeta::cli
