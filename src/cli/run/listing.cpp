#include "cli/run/listing.hpp"

#include <exception>
#include <utility>

namespace stripmeta::cli {

Listing::Listing(const Folder& folder, WalkOptions options, Call call)
    : folder_(folder), options_(std::move(options)), call_(std::move(call)) {
  if (folder_.is_local()) {
    walk_.emplace(std::vector{folder_.directory()}, options_);
    return;
  }
  lister_ = std::jthread{[this](const std::stop_token& stop) { list(stop); }};
}

Listing::~Listing() {
  lister_.request_stop();
}

std::optional<FoundFile> Listing::next() {
  if (walk_) return walk_->next();
  std::unique_lock lock{mutex_};
  changed_.wait(lock, [this] { return !found_.empty() || is_over_; });
  if (found_.empty()) return std::nullopt;
  auto found = std::move(found_.front());
  found_.pop_front();
  changed_.notify_all();
  return found;
}

void Listing::list(const std::stop_token& stop) {
  const auto& prefix = folder_.prefix();
  const auto take = [&](const std::string& key, const ObjectInfo& info) {
    const auto below = std::string_view{key}.substr(prefix.size());
    if (stop.stop_requested()) return false;
    if (below.empty() || (below.ends_with('/') && info.size == 0) || !is_wanted(below, options_)) return true;
    return put({.path = folder_.name_of(below),
                .below = std::string{below},
                .is_named = false,
                .error = {},
                .bytes = info.size},
               stop);
  };
  std::optional<Error> failure;
  try {
    const auto listed = folder_.store().list(prefix, call_, take);
    if (!listed) failure = listed.error();
  } catch (const std::exception&) {
    failure = Error{ErrorKind::internal, "out of memory", std::nullopt};
  }
  if (failure) put({.path = folder_.name_of(""), .below = {}, .is_named = false, .error = std::move(failure)}, stop);
  const std::scoped_lock lock{mutex_};
  is_over_ = true;
  changed_.notify_all();
}

// Returns false if the listing should stop.
bool Listing::put(FoundFile found, const std::stop_token& stop) {
  std::unique_lock lock{mutex_};
  const bool goes_on = changed_.wait(lock, stop, [this] { return found_.size() < most_ahead; });
  if (!goes_on) return false;
  found_.push_back(std::move(found));
  changed_.notify_all();
  return true;
}

}  // namespace stripmeta::cli
