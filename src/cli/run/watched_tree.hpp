// The files of a directory, and of those in it, as they become complete (inotify(7)).
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments/options.hpp"
#include "cli/run/walk.hpp"
#include "store/file_descriptor.hpp"
#include "stripmeta/error.hpp"

struct inotify_event;  // NOLINT(readability-identifier-naming): of <sys/inotify.h>

namespace stripmeta::cli {

// What there is to look at.
struct Arrival {
  std::string below;               // the path below the directory
  bool has_new_mode_alone{false};  // its mode or owner changed: one that could not be read may be readable now
  std::optional<Error> error{};    // of a directory that cannot be watched
};

// Not shared between threads.
class WatchedTree {
 public:
  // Symbolic links are not followed, whatever `options` say. Errors: not_found, access_denied, upstream, configuration
  // where the system's limits of watches are reached.
  static std::expected<WatchedTree, Error> open(const std::string& directory, WalkOptions options);

  // Files that were made, closed after writing, renamed or linked into the directory since the last call; the first
  // call also has all that are there already. Where events were lost, all are told again. Waits until there is one, but
  // no longer than `most`. One that was made may not be complete (is_being_written()), and may come again once it is.
  // Errors: not_found where the directory itself is gone, configuration as above, upstream.
  std::expected<std::vector<Arrival>, Error> wait(std::chrono::milliseconds most);

 private:
  WatchedTree(std::string directory, WalkOptions options, FileDescriptor events, FileId root);

  std::expected<void, Error> take(const inotify_event& event);
  std::expected<void, Error> take_directory(const inotify_event& event, const std::string& below);
  std::expected<void, Error> add_directory(const std::string& below);
  std::expected<void, Error> add_entries(const std::string& below);
  void forget_directory(const std::string& below);
  std::string path_of(std::string_view below) const;

  std::string directory_;
  WalkOptions options_;
  FileDescriptor events_;
  FileId root_;                         // the directory
  std::map<int, std::string> watched_;  // directories by watch: "" or the path below, with a slash at its end
  std::vector<Arrival> ready_;
};

// Whether somebody has the file open for writing: told by the system for local files that the process owns or, as
// root, any. Of others it is guessed: whether it changed within the last two seconds. SIGIO must be ignored.
bool is_being_written(const std::string& path);

}  // namespace stripmeta::cli
