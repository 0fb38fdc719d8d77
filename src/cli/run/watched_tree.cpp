#include "cli/run/watched_tree.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "cli/arguments/options.hpp"
#include "store/errno_error.hpp"

namespace stripmeta::cli {
namespace {

constexpr std::uint32_t wanted_events =
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_ATTRIB | IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK;

bool is_regular_file(const std::string& path) {
  struct stat status{};
  return ::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

// Used if the system does not tell whether the file is open for writing.
bool has_just_changed(int file) {
  constexpr std::time_t settled = 2;  // s
  struct stat status{};
  timespec now{};
  if (::fstat(file, &status) != 0 || ::clock_gettime(CLOCK_REALTIME, &now) != 0) return false;
  // A file with a time in the future counts as unchanged, because waiting for that time could take long.
  return status.st_mtim.tv_sec <= now.tv_sec && now.tv_sec - status.st_mtim.tv_sec < settled;
}

std::unexpected<Error> watch_limit_error() {
  return std::unexpected(Error{ErrorKind::configuration,
                               "the limit of watched directories is reached; raise fs.inotify.max_user_watches or "
                               "fs.inotify.max_user_instances with sysctl, or watch fewer directories",
                               std::nullopt});
}

bool is_limit(int code) {
  return code == ENOSPC || code == EMFILE || code == ENFILE;
}

}  // namespace

std::expected<WatchedTree, Error> WatchedTree::open(const std::string& directory, WalkOptions options) {
  FileDescriptor events{::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)};
  if (!events) {
    if (is_limit(errno)) return watch_limit_error();
    return std::unexpected(errno_error(errno, "watch", directory));
  }
  struct stat status{};
  if (::stat(directory.c_str(), &status) != 0 || ::access(directory.c_str(), R_OK | X_OK) != 0) {
    return std::unexpected(errno_error(errno, "watch", directory));
  }
  WatchedTree tree{directory, std::move(options), std::move(events), {status.st_dev, status.st_ino}};
  if (auto added = tree.add_directory(""); !added) return std::unexpected(std::move(added.error()));
  return tree;
}

WatchedTree::WatchedTree(std::string directory, WalkOptions options, FileDescriptor events, FileId root)
    : directory_(std::move(directory)),
      options_(std::move(options)),
      events_(std::move(events)),
      root_(std::move(root)) {}

std::expected<std::vector<Arrival>, Error> WatchedTree::wait(std::chrono::milliseconds timeout) {
  if (!ready_.empty()) return std::exchange(ready_, {});
  pollfd ready{.fd = events_.get(), .events = POLLIN, .revents = 0};
  if (::poll(&ready, 1, static_cast<int>(timeout.count())) <= 0) {
    // Checked here, because no event reports that a directory is deleted while a process, such as this one, has it
    // open.
    if (auto there = check_same_directory(directory_, root_); !there) return std::unexpected(std::move(there.error()));
    return std::vector<Arrival>{};
  }
  constexpr std::size_t buffer_bytes = std::size_t{64} << 10U;
  alignas(inotify_event) std::array<char, buffer_bytes> buffer{};
  const auto count = ::read(events_.get(), buffer.data(), buffer.size());
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return std::vector<Arrival>{};
  if (count < 0) return std::unexpected(errno_error(errno, "watch", directory_));
  for (std::size_t at = 0; at < static_cast<std::size_t>(count);) {
    // The system writes objects of this type there (inotify(7)).
    const auto* event = reinterpret_cast<const inotify_event*>(&buffer.at(at));  // NOLINT(*-reinterpret-cast)
    if (auto taken = handle_event(*event); !taken) return std::unexpected(std::move(taken.error()));
    at += sizeof(inotify_event) + event->len;
  }
  return std::exchange(ready_, {});
}

std::expected<void, Error> WatchedTree::handle_event(const inotify_event& event) {
  if ((event.mask & IN_Q_OVERFLOW) != 0) return add_directory("");
  const auto directory = watched_.find(event.wd);
  if (directory == watched_.end()) return {};
  if ((event.mask & IN_IGNORED) != 0) watched_.erase(directory);
  if (event.len == 0) return {};
  const auto below = directory->second + std::string{&event.name[0]};
  if ((event.mask & IN_ISDIR) != 0) return handle_directory_event(event, below);
  if (!is_wanted(below, options_)) return {};
  // A created file may be a new hard link to an older file, for which no other event comes.
  const bool has_come = (event.mask & (IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE)) != 0;
  const bool counts = has_come || (event.mask & IN_ATTRIB) != 0;
  if (counts && is_regular_file(path_of(below))) ready_.push_back({.below = below, .only_mode_changed = !has_come});
  return {};
}

std::expected<void, Error> WatchedTree::handle_directory_event(const inotify_event& event, const std::string& below) {
  if ((event.mask & IN_MOVED_FROM) != 0) forget_directory(below + "/");
  const auto with_slash = below + "/";
  const bool is_new = (event.mask & (IN_CREATE | IN_MOVED_TO)) != 0;
  const auto is_watched = [&] {
    return std::ranges::any_of(watched_, [&](const auto& each) { return each.second == with_slash; });
  };
  const bool may_be_read_now = !is_new && (event.mask & IN_ATTRIB) != 0 && !is_watched();
  if ((!is_new && !may_be_read_now) || !is_wanted_directory(below, options_)) return {};
  return add_directory(with_slash);
}

// Watches the directory before reading it, so that no new file is missed.
std::expected<void, Error> WatchedTree::add_directory(const std::string& below) {
  const int watch = ::inotify_add_watch(events_.get(), path_of(below).c_str(), wanted_events);
  if (watch < 0) {
    const int code = errno;
    if (is_limit(code)) return watch_limit_error();
    if (below.empty()) return std::unexpected(errno_error(code, "watch", directory_));
    // A directory that is gone again is ignored.
    if (code == EACCES) {
      const auto path = path_of(below.substr(0, below.size() - 1));
      ready_.push_back({.below = below, .error = errno_error(code, "watch", path)});
    }
    return {};
  }
  watched_[watch] = below;
  return add_entries(below);
}

std::expected<void, Error> WatchedTree::add_entries(const std::string& below) {
  std::error_code ignored;  // the directory may be deleted meanwhile
  for (std::filesystem::directory_iterator entry{path_of(below), ignored}, end; !ignored && entry != end;
       entry.increment(ignored)) {
    const auto name = below + entry->path().filename().string();
    std::error_code unknown;
    const auto type = entry->symlink_status(unknown).type();
    if (type == std::filesystem::file_type::regular && is_wanted(name, options_)) ready_.push_back({.below = name});
    if (type != std::filesystem::file_type::directory || !is_wanted_directory(name, options_)) continue;
    if (auto added = add_directory(name + "/"); !added) return added;
  }
  return {};
}

void WatchedTree::forget_directory(const std::string& below) {
  std::erase_if(watched_, [&](const auto& watched) {
    if (!watched.second.starts_with(below)) return false;
    ::inotify_rm_watch(events_.get(), watched.first);
    return true;
  });
}

std::string WatchedTree::path_of(std::string_view below) const {
  return directory_ + (directory_.ends_with('/') ? "" : "/") + std::string{below};
}

// The system grants a read lease only if no process has the file open for writing (fcntl(2)).
bool is_being_written(const std::string& path) {
  const FileDescriptor file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
  if (file.get() < 0) return false;
  if (::fcntl(file.get(), F_SETLEASE, F_RDLCK) != 0) return errno == EAGAIN || has_just_changed(file.get());
  ::fcntl(file.get(), F_SETLEASE, F_UNLCK);
  return false;
}

}  // namespace stripmeta::cli
