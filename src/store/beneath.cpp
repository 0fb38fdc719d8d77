#include "store/beneath.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ranges>
#include <string_view>
#include <utility>

#include "store/key.hpp"

namespace stripmeta {
namespace {

constexpr int directory_flags = O_PATH | O_DIRECTORY;

std::expected<FileDescriptor, int> adopt(long fd) {
  if (fd < 0) return std::unexpected(errno);
  return FileDescriptor{static_cast<int>(fd)};
}

std::expected<FileDescriptor, int> open_in_one_call(int root, const std::string& path, int flags) {
  open_how how{};
  how.flags = static_cast<unsigned>(flags);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
  return adopt(::syscall(SYS_openat2, root, path.c_str(), &how, sizeof how));
}

// Opens one path component. With O_DIRECTORY the system reports ENOTDIR for a symbolic link too, so that is checked.
std::expected<FileDescriptor, int> open_component(int directory, const std::string& name, int flags) {
  auto file = adopt(::openat(directory, name.c_str(), flags));
  if (file || file.error() != ENOTDIR) return file;
  struct stat status{};
  const bool link = ::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
  return std::unexpected(link ? ELOOP : ENOTDIR);
}

std::expected<FileDescriptor, int> open_stepwise(int root, std::string_view path, int flags) {
  auto directory = adopt(::openat(root, ".", directory_flags | O_CLOEXEC));
  while (directory) {
    const auto slash = path.find('/');
    const std::string name{path.substr(0, slash)};
    if (slash == std::string_view::npos) return open_component(directory->get(), name, flags);
    directory = open_component(directory->get(), name, directory_flags | O_CLOEXEC | O_NOFOLLOW);
    path.remove_prefix(slash + 1);
  }
  return directory;
}

}  // namespace

std::expected<FileDescriptor, int> open_beneath(int root, const std::string& path, int flags) {
  const std::string name = path.empty() ? "." : path;
  auto file = open_in_one_call(root, name, flags | O_CLOEXEC);
  // ENOSYS: a kernel older than 5.6. EPERM: a sandbox that does not allow the call.
  if (file || (file.error() != ENOSYS && file.error() != EPERM)) return file;
  return open_stepwise(root, name, flags | O_CLOEXEC | O_NOFOLLOW);
}

std::expected<FileDescriptor, int> make_beneath(int root, const std::string& path, std::vector<std::string>& made) {
  auto directory = open_beneath(root, path, directory_flags);
  if (directory || directory.error() != ENOENT) return directory;
  directory = open_beneath(root, "", directory_flags);
  for (std::size_t start = 0; directory && start < path.size();) {
    const auto end = std::min(path.find('/', start), path.size());
    const auto name = path.substr(start, end - start);
    if (::mkdirat(directory->get(), name.c_str(), 0777) == 0) {
      made.push_back(path.substr(0, end));
    } else if (errno != EEXIST) {
      return std::unexpected(errno);
    }
    directory = open_beneath(directory->get(), name, directory_flags);
    start = end + 1;
  }
  return directory;
}

void remove_beneath(int root, const std::vector<std::string>& made) {
  for (const auto& path : made | std::views::reverse) {
    const auto [folder, name] = split_path(path);
    const auto parent = open_beneath(root, folder, directory_flags);
    // If another writer's file is in it, the directory stays: the system then reports ENOTEMPTY.
    if (parent) ::unlinkat(parent->get(), name.c_str(), AT_REMOVEDIR);
  }
}

}  // namespace stripmeta
