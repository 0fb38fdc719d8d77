// Reports the files of a directory and its subdirectories as they become complete (inotify(7)).
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

// A file to process.
struct Arrival {
  std::string below;              // the path below the directory
  bool only_mode_changed{false};  // only its mode or owner changed, so it may be readable now
  std::optional<Error> error{};   // a directory that cannot be watched
};

// Not thread-safe.
class WatchedTree {
 public:
  // Symbolic links are not followed, even if `options.follow`. Errors: not_found, access_denied, upstream,
  // configuration if the system's limit of watches is reached.
  static std::expected<WatchedTree, Error> open(const std::string& directory, WalkOptions options);

  // Returns the files that were created, closed after writing, renamed or linked into the directory since the last
  // call. The first call also returns the files that are there already. If events were lost, all files are returned
  // again. Waits for a file, at most for `timeout`. A file may be incomplete (is_being_written()) and is returned again
  // when it is complete. Errors: not_found if the directory is gone, configuration as above, upstream.
  std::expected<std::vector<Arrival>, Error> wait(std::chrono::milliseconds timeout);

 private:
  WatchedTree(std::string directory, WalkOptions options, FileDescriptor events, FileId root);

  std::expected<void, Error> handle_event(const inotify_event& event);
  std::expected<void, Error> handle_directory_event(const inotify_event& event, const std::string& below);
  std::expected<void, Error> add_directory(const std::string& below);
  std::expected<void, Error> add_entries(const std::string& below);
  void forget_directory(const std::string& below);
  std::string path_of(std::string_view below) const;

  std::string directory_;
  WalkOptions options_;
  FileDescriptor events_;
  FileId root_;                         // identity of the directory
  std::map<int, std::string> watched_;  // by watch: the path of a directory below, "" or ending with a slash
  std::vector<Arrival> ready_;
};

// Whether a process has the file open for writing. The system tells this for local files that the process owns, or for
// any local file if it runs as root. Other files count as being written if they changed in the last two seconds. SIGIO
// must be ignored.
bool is_being_written(const std::string& path);

}  // namespace stripmeta::cli
