// What there is in a place, one path below it after the other.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "cli/arguments/found_file.hpp"
#include "cli/arguments/options.hpp"
#include "cli/run/place.hpp"
#include "cli/run/walk.hpp"
#include "store/store.hpp"

namespace stripmeta::cli {

// Of a directory as Walk has it, symbolic links left out; of a bucket in the order of its keys, objects that only mark
// a folder and keys that no walk would take left out. Not shared between threads.
class Listing {
 public:
  // `place` is open and must outlive this.
  Listing(const Place& place, WalkOptions options, Call call);
  Listing(const Listing&) = delete;
  Listing& operator=(const Listing&) = delete;
  ~Listing();

  // None at the end, and after an error, which is the last one's.
  std::optional<FoundFile> next();

 private:
  void list(const std::stop_token& stop);
  bool put(FoundFile found, const std::stop_token& stop);

  // Pages are fetched while objects are worked on, but not so far ahead that a bucket of any size would be held.
  static constexpr std::size_t most_ahead = 10'000;

  const Place& place_;
  WalkOptions options_;
  Call call_;
  std::optional<Walk> walk_;  // of a directory
  std::mutex mutex_;          // of the rest
  std::condition_variable_any changed_;
  std::deque<FoundFile> found_;
  bool is_over_{false};
  std::jthread lister_;  // of a bucket
};

}  // namespace stripmeta::cli
