#include "cli/run/walk.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>

#include "cli/arguments/naming.hpp"
#include "cli/run/backup.hpp"
#include "store/errno_error.hpp"
#include "store/temporary_file.hpp"

namespace stripmeta::cli {
namespace {

struct Close {
  void operator()(DIR* directory) const { ::closedir(directory); }
};
using OpenDirectory = std::unique_ptr<DIR, Close>;

bool matches(const std::string& pattern, const std::string& name, const std::string& below) {
  const bool by_path = pattern.find('/') != std::string::npos;
  return ::fnmatch(pattern.c_str(), (by_path ? below : name).c_str(), FNM_PATHNAME) == 0;
}

bool matches_any(const std::vector<std::string>& patterns, const std::string& name, const std::string& below) {
  return std::ranges::any_of(patterns, [&](const std::string& pattern) { return matches(pattern, name, below); });
}

FileId id_of(const struct stat& status) {
  return {status.st_dev, status.st_ino};
}

FoundFile unreadable_directory(const std::string& path, int code) {
  return {.path = path, .below = {}, .is_named = false, .error = errno_error(code, "read the directory", path)};
}

bool is_wanted_file(const std::string& name, const std::string& below, const WalkOptions& options) {
  if (name.ends_with(backup_ending) || is_temporary_name(name)) return false;
  return options.include.empty() || matches_any(options.include, name, below);
}

enum class Type : std::uint8_t { file, directory, other };

// The type of a directory entry, with symbolic links followed if `follow`. Most file systems store it in the entry.
Type type_of(int fd, const dirent& entry, bool follow) {
  if (entry.d_type == DT_REG) return Type::file;
  if (entry.d_type == DT_DIR) return Type::directory;
  if (entry.d_type != DT_UNKNOWN && (entry.d_type != DT_LNK || !follow)) return Type::other;
  struct stat status{};
  if (::fstatat(fd, &entry.d_name[0], &status, follow ? 0 : AT_SYMLINK_NOFOLLOW) != 0) return Type::other;
  if (S_ISREG(status.st_mode)) return Type::file;
  return S_ISDIR(status.st_mode) ? Type::directory : Type::other;
}

}  // namespace

std::expected<void, Error> check_same_directory(const std::string& directory, const FileId& id) {
  struct stat status{};
  if (::stat(directory.c_str(), &status) == 0 && id_of(status) == id) return {};
  return std::unexpected(Error{ErrorKind::not_found, "'" + directory + "' was deleted or moved", std::nullopt});
}

bool is_directory(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool names_directory(const std::vector<std::string>& arguments) {
  return std::ranges::any_of(arguments, [](const std::string& argument) {
    return argument != standard_stream && !is_object_url(argument) && is_directory(argument);
  });
}

bool is_wanted_directory(std::string_view below, const WalkOptions& options) {
  for (std::size_t start = 0; start < below.size();) {
    const auto slash = std::min(below.find('/', start), below.size());
    const std::string name{below.substr(start, slash - start)};
    if (name.starts_with('.') && !options.hidden) return false;
    if (matches_any(options.exclude, name, std::string{below.substr(0, slash)})) return false;
    start = slash + 1;
  }
  return true;
}

bool is_wanted(std::string_view below, const WalkOptions& options) {
  // The rules for hidden and excluded names are the same for files and directories.
  return is_wanted_directory(below, options) &&
         is_wanted_file(std::string{base_name(below)}, std::string{below}, options);
}

Walk::Walk(std::vector<std::string> arguments, WalkOptions options)
    : arguments_(std::move(arguments)), options_(std::move(options)) {}

std::optional<FoundFile> Walk::next() {
  for (;;) {
    if (levels_.empty()) {
      if (argument_ == arguments_.size()) return std::nullopt;
      if (auto found = open_argument(arguments_[argument_++])) return found;
      continue;
    }
    auto& level = levels_.back();
    if (level.at == level.entries.size()) {
      levels_.pop_back();
      continue;
    }
    const auto entry = std::move(level.entries[level.at++]);
    if (auto found = take(entry, level.path + entry.name, level.below + entry.name)) return found;
  }
}

// A path that cannot be accessed is returned like a file; opening it reports the error.
std::optional<FoundFile> Walk::open_argument(const std::string& argument) {
  struct stat status{};
  const bool is_file = argument == standard_stream || is_object_url(argument) ||
                       ::stat(argument.c_str(), &status) != 0 || !S_ISDIR(status.st_mode);
  if (!is_file) return enter(argument, "");
  return FoundFile{.path = argument, .below = std::string{base_name(argument)}, .is_named = true, .error = {}};
}

std::optional<FoundFile> Walk::enter(std::string path, std::string below) {
  const OpenDirectory directory{::opendir(path.c_str())};
  if (!directory) return unreadable_directory(path, errno);
  const int fd = ::dirfd(directory.get());
  struct stat status{};
  if (fd < 0 || ::fstat(fd, &status) != 0) return unreadable_directory(path, errno);
  const auto id = id_of(status);
  if (is_left_out(id) || std::ranges::find(levels_, id, &Level::id) != levels_.end()) return std::nullopt;

  if (!path.ends_with('/')) path += '/';
  if (!below.empty()) below += '/';
  Level level{std::move(path), std::move(below), {}, 0, id};
  errno = 0;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): each thread has a stream of its own (readdir(3), NOTES)
  while (const auto* entry = ::readdir(directory.get())) {
    const std::string_view name{&entry->d_name[0]};
    const auto type = type_of(fd, *entry, options_.follow);
    const bool hidden = name.starts_with('.') && (!options_.hidden || name == "." || name == "..");
    if (!hidden && type != Type::other) level.entries.push_back({std::string{name}, type == Type::directory});
    errno = 0;
  }
  if (errno != 0) return unreadable_directory(level.path, errno);
  std::ranges::sort(level.entries, {}, &Entry::name);
  levels_.push_back(std::move(level));
  return std::nullopt;
}

std::optional<FoundFile> Walk::take(const Entry& entry, const std::string& path, const std::string& below) {
  if (matches_any(options_.exclude, entry.name, below)) return std::nullopt;
  if (entry.is_directory) return enter(path, below);
  if (entry.name.ends_with(backup_ending)) ++backups_;
  if (!is_wanted_file(entry.name, below, options_)) return std::nullopt;
  return FoundFile{.path = path, .below = below, .is_named = false, .error = {}};
}

bool Walk::is_left_out(const FileId& id) const {
  struct stat status{};
  return !options_.leave_out.empty() && ::stat(options_.leave_out.c_str(), &status) == 0 && id_of(status) == id;
}

}  // namespace stripmeta::cli
