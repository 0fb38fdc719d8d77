// Lists the files of a directory, or the objects of a bucket below a prefix.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "cli/arguments/found_file.hpp"
#include "cli/arguments/options.hpp"
#include "cli/run/folder.hpp"
#include "cli/run/walk.hpp"
#include "store/store.hpp"

namespace stripmeta::cli {

// A directory is walked as by Walk, without symbolic links. A bucket is listed in the order of its keys, without
// objects that only mark a folder and without keys that WalkOptions exclude. Not thread-safe.
class Listing {
 public:
  // `folder` must be open and outlive the listing.
  Listing(const Folder& folder, WalkOptions options, Call call);
  Listing(const Listing&) = delete;
  Listing& operator=(const Listing&) = delete;
  ~Listing();

  // nullopt at the end. If listing fails, the last result has the error.
  std::optional<FoundFile> next();

 private:
  void list(const std::stop_token& stop);
  bool put(FoundFile found, const std::stop_token& stop);

  // Pages are fetched while objects are processed. The limit keeps the memory bounded for buckets of any size.
  static constexpr std::size_t most_ahead = 10'000;

  const Folder& folder_;
  WalkOptions options_;
  Call call_;
  std::optional<Walk> walk_;  // of a directory
  std::mutex mutex_;          // guards the members below
  std::condition_variable_any changed_;
  std::deque<FoundFile> found_;
  bool is_over_{false};
  std::jthread lister_;  // of a bucket
};

}  // namespace stripmeta::cli
