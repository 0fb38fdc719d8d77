// The files that the arguments of a run stand for: what is named, and what stands in the directories that are named.
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

// Device and inode.
using FileId = std::pair<dev_t, ino_t>;

// Of a directory that is used for long. Error not_found: another one has its path by now, or none.
std::expected<void, Error> check_there(const std::string& directory, const FileId& id);

// Links followed.
bool is_directory(const std::string& path);

// Whether one of the arguments is one.
bool names_directory(const std::vector<std::string>& arguments);

// Whether a walk would take the file of this path below its argument: neither hidden where that is not asked for, nor
// left out by its name or by one of the directories it is in.
bool is_wanted(std::string_view below, const WalkOptions& options);

// The same of a directory.
bool is_wanted_directory(std::string_view below, const WalkOptions& options);

// One file after the other, directories' entries sorted by the bytes of their names, so that a run is the same each
// time. Within directories it leaves out what is neither a regular file nor a directory, *.orig, and what a killed run
// left behind (is_temporary_name()). A directory is read when its turn comes; one that leads back to itself by a link
// is walked once.
class Walk {
 public:
  // "-" and what starts with "s3://" stand for themselves.
  Walk(std::vector<std::string> arguments, WalkOptions options);

  // None at the end.
  std::optional<FoundFile> next();

  // How many *.orig it has left out by now.
  std::uint64_t backups() const { return backups_; }

 private:
  struct Entry {
    std::string name;
    bool is_directory;
  };
  // A directory that is being walked.
  struct Level {
    std::string path;   // with a slash at its end
    std::string below;  // likewise, or ""
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
