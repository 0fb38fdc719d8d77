// The files of a run: those that the arguments name, and those in the directories that they name.
#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/arguments/found_file.hpp"
#include "cli/arguments/options.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::cli {

// Device and inode, which identify a file.
using FileId = std::pair<dev_t, ino_t>;

// Checks that the path still leads to the directory `id`. Error not_found: it was deleted or moved.
std::expected<void, Error> check_same_directory(const std::string& directory, const FileId& id);

// Follows symbolic links.
bool is_directory(const std::string& path);

// Whether one of the arguments is a directory.
bool names_directory(const std::vector<std::string>& arguments);

// Whether a walk takes the file with this path below its argument. It does not if the name of the file or of a
// directory in the path is hidden or excluded, or if no include matches.
bool is_wanted(std::string_view below, const WalkOptions& options);

// The same for a directory.
bool is_wanted_directory(std::string_view below, const WalkOptions& options);

// Returns one file after the other. The entries of a directory are sorted by the bytes of their names, so that every
// run has the same order. In directories, only regular files and directories are taken, but no *.orig and no temporary
// files of a killed run (is_temporary_name()). A directory is read when its turn comes. If a link leads back to a
// directory that is being walked, it is not walked again.
class Walk {
 public:
  // "-" and arguments that start with "s3://" are returned as they are.
  Walk(std::vector<std::string> arguments, WalkOptions options);

  // nullopt at the end.
  std::optional<FoundFile> next();

  // How many backups (*.orig) it has left out so far.
  std::uint64_t backups() const { return backups_; }

 private:
  struct Entry {
    std::string name;
    bool is_directory;
  };
  // A directory that is being walked.
  struct Level {
    std::string path;   // ends with a slash
    std::string below;  // ends with a slash, or is ""
    std::vector<Entry> entries;
    std::size_t at{0};
    FileId id;
  };

  std::optional<FoundFile> open_argument(const std::string& argument);
  std::optional<FoundFile> enter(std::string path, std::string below);
  std::optional<FoundFile> take(const Entry& entry, const std::string& path, const std::string& below);
  bool is_left_out(const FileId& id) const;

  std::vector<std::string> arguments_;
  WalkOptions options_;
  std::size_t argument_{0};
  std::vector<Level> levels_;
  std::uint64_t backups_{0};
};

}  // namespace stripmeta::cli
