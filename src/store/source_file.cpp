#include "store/source_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string_view>

#include "store/errno_error.hpp"

namespace stripmeta {
namespace {

std::int64_t nanoseconds(const timespec& time) {
  return (static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000) + time.tv_nsec;
}

std::string_view type_word(mode_t mode) {
  if (S_ISDIR(mode)) return "a directory";
  if (S_ISFIFO(mode)) return "a named pipe";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

Error not_regular(const std::string& name, std::string_view what) {
  std::string message = "'" + name + "' is ";
  message.append(what).append(", not a file that holds an image");
  return {ErrorKind::unsupported, std::move(message), std::nullopt};
}

}  // namespace

FileState file_state(const struct stat& status) {
  return {.device = static_cast<std::uint64_t>(status.st_dev),
          .inode = static_cast<std::uint64_t>(status.st_ino),
          .size = static_cast<std::uint64_t>(status.st_size),
          .mtime_ns = nanoseconds(status.st_mtim),
          .ctime_ns = nanoseconds(status.st_ctim)};
}

std::expected<SourceFile, Error> SourceFile::open(const std::string& path) {
  // O_NONBLOCK: opening a FIFO must not wait for a writer. It has no effect on regular files.
  FileDescriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
  if (!file) {
    if (errno == ENXIO) return std::unexpected(not_regular(path, "a socket or a device"));
    return std::unexpected(errno_error(errno, "open", path));
  }
  return adopt(std::move(file), path);
}

std::expected<SourceFile, Error> SourceFile::adopt(FileDescriptor file, std::string name) {
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return std::unexpected(errno_error(errno, "read", name));
  if (!S_ISREG(status.st_mode)) return std::unexpected(not_regular(name, type_word(status.st_mode)));
  ::posix_fadvise(file.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
  return SourceFile{std::move(file), std::move(name), status};
}

std::expected<std::size_t, Error> SourceFile::read(std::span<std::byte> into) {
  auto count = ::read(file_.get(), into.data(), into.size());
  while (count < 0 && errno == EINTR) count = ::read(file_.get(), into.data(), into.size());
  if (count < 0) return std::unexpected(errno_error(errno, "read", name_));
  bytes_read_ += static_cast<std::uint64_t>(count);
  // Also checked when more was read than the file had: a file that keeps growing would have no end.
  if (count == 0 || bytes_read_ > static_cast<std::uint64_t>(status_.st_size)) {
    const auto unchanged = check_unchanged();
    if (!unchanged) return std::unexpected(unchanged.error());
  }
  return static_cast<std::size_t>(count);
}

std::expected<void, Error> SourceFile::check_unchanged() const {
  struct stat now{};
  if (::fstat(file_.get(), &now) != 0) return std::unexpected(errno_error(errno, "read", name_));
  const auto before = file_state(status_);
  if (file_state(now) == before && bytes_read_ == before.size) return {};
  return std::unexpected(Error{ErrorKind::upstream,
                               "'" + name_ + "' changed while it was read; try again when nothing writes to it",
                               std::nullopt});
}

}  // namespace stripmeta
