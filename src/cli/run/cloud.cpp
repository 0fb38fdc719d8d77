#include "cli/run/cloud.hpp"

#include <chrono>
#include <utility>

#include "cli/arguments/naming.hpp"
#include "cli/output/interrupt.hpp"
#include "s3/store.hpp"
#include "store/environment.hpp"

namespace stripmeta::cli {

struct Cloud::Object {
  Store* bucket;
  std::string key;
  Call call;
};

std::expected<std::unique_ptr<Reader>, Error> Cloud::open(const std::string& url) {
  const auto object = find(url);
  if (!object) return std::unexpected(object.error());
  return object->bucket->open(object->key, object->call);
}

std::expected<std::unique_ptr<Writer>, Error> Cloud::create(const std::string& url, Put put) {
  const auto object = find(url);
  if (!object) return std::unexpected(object.error());
  return object->bucket->create(object->key, std::move(put), object->call);
}

std::expected<bool, Error> Cloud::exists(const std::string& url) {
  const auto object = find(url);
  if (!object) return std::unexpected(object.error());
  const auto found = object->bucket->stat(object->key, object->call);
  if (!found) return std::unexpected(found.error());
  return found->has_value();
}

std::expected<Cloud::Object, Error> Cloud::find(const std::string& url) {
  const auto rest = std::string_view{url}.substr(object_scheme.size());
  const auto slash = rest.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == rest.size()) {
    return std::unexpected(
        Error{ErrorKind::configuration,
              "'" + url +
                  "' is not the address of an object; write s3://BUCKET/KEY, or use sync for a whole bucket or prefix",
              std::nullopt});
  }
  const auto found = bucket(std::string{rest.substr(0, slash)});
  if (!found) return std::unexpected(found.error());
  return Object{.bucket = *found, .key = std::string{rest.substr(slash + 1)}, .call = call()};
}

std::expected<Store*, Error> Cloud::bucket(const std::string& name) {
  const std::scoped_lock lock{mutex_};
  if (const auto known = buckets_.find(name); known != buckets_.end()) return known->second.get();
  if (!session_) {
    auto session = s3::Session::open(environment);
    if (!session) return std::unexpected(std::move(session.error()));
    session_ = std::move(*session);
  }
  auto store = s3::S3Store::open(session_, name);
  if (!store) return std::unexpected(std::move(store.error()));
  return buckets_.emplace(name, std::move(*store)).first->second.get();
}

Call Cloud::call() {
  const std::scoped_lock lock{mutex_};
  if (!watcher_.joinable()) {
    // A signal handler must not call request_stop() itself.
    watcher_ = std::jthread{[this](const std::stop_token& over) {
      constexpr std::chrono::milliseconds pause{50};
      while (!over.stop_requested() && !is_interrupted()) std::this_thread::sleep_for(pause);
      if (is_interrupted()) stop_.request_stop();
    }};
  }
  return {.stop = stop_.get_token()};
}

}  // namespace stripmeta::cli
