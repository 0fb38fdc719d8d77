#include "store/temporary_file.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "store/access_list.hpp"
#include "store/ascii.hpp"
#include "store/errno_error.hpp"

namespace stripmeta {
namespace {

constexpr std::size_t name_bytes = 255;  // NAME_MAX of the file systems of Linux
constexpr std::string_view infix = ".stripmeta-";
constexpr std::size_t digit_count = 16;

// The longest start of `base` that leaves room for the rest of the name. It does not end within a UTF-8 character,
// because some file systems refuse such names.
std::string_view shortened(std::string_view base) {
  constexpr auto room = name_bytes - 1 - infix.size() - digit_count;
  if (base.size() <= room) return base;
  auto end = room;
  while (end > 0 && (static_cast<unsigned char>(base[end]) & 0xC0U) == 0x80U) --end;
  return base.substr(0, end);
}

// The error is errno, if the system has no random bytes.
std::expected<std::string, int> temporary_name(std::string_view base) {
  std::array<unsigned char, digit_count / 2> random{};
  // A request for so few bytes is never answered in part or interrupted by a signal.
  if (::getrandom(random.data(), random.size(), 0) < 0) return std::unexpected(errno);
  std::string name{"."};
  name.append(shortened(base)).append(infix);
  return name + hexadecimal(random);
}

// Replaces renameat2(2) on file systems that do not have it: adds the new name, then removes the old one.
int link_and_unlink(int directory, const char* from, const char* to) {
  if (::linkat(directory, from, directory, to, 0) != 0) return errno;
  return ::unlinkat(directory, from, 0) == 0 ? 0 : errno;
}

// Returns 0 or errno; EEXIST if `to` exists.
int rename_new(int directory, const char* from, const char* to) {
  if (::renameat2(directory, from, directory, to, RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  return link_and_unlink(directory, from, to);
}

int rename_over(int directory, const char* from, const char* to) {
  return ::renameat(directory, from, directory, to) == 0 ? 0 : errno;
}

Error not_a_file_name(const std::string& path) {
  return {ErrorKind::unsupported, "'" + path + "' is not a file name", std::nullopt};
}

// The error of a write after commit() or abort(): it must not reach the published file.
Error finished(const std::string& name) {
  return {ErrorKind::internal, "'" + name + "' was written to after it was committed or aborted", std::nullopt};
}

}  // namespace

bool is_temporary_name(std::string_view base) {
  if (!base.starts_with('.') || base.size() < 1 + infix.size() + digit_count) return false;
  const auto number = base.substr(base.size() - digit_count);
  return base.substr(0, base.size() - digit_count).ends_with(infix) &&
         number.find_first_not_of(hexadecimal_digits) == std::string_view::npos;
}

std::expected<TemporaryFile, Error> TemporaryFile::beside(const std::string& path, mode_t mode) {
  const auto slash = path.rfind('/');
  auto base = slash == std::string::npos ? path : path.substr(slash + 1);
  if (base.empty() || base == "." || base == "..") return std::unexpected(not_a_file_name(path));
  const auto parent = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  FileDescriptor directory{::open(parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
  if (!directory) return std::unexpected(errno_error(errno, "open the directory of", path));
  return create(std::move(directory), std::move(base), path, mode);
}

std::expected<TemporaryFile, Error> TemporaryFile::create(FileDescriptor directory, std::string base, std::string name,
                                                          mode_t mode) {
  constexpr int attempts = 16;
  TemporaryFile file{std::move(directory), std::move(base), std::move(name)};
  int error = EEXIST;
  for (int attempt = 0; error == EEXIST && attempt < attempts; ++attempt) {
    auto temporary = temporary_name(file.base_);
    if (!temporary) return std::unexpected(errno_error(temporary.error(), "find a temporary name for", file.name_));
    constexpr int flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC;
    file.file_ = FileDescriptor{::openat(file.directory_.get(), temporary->c_str(), flags, mode)};
    if (file.file_) {
      file.temporary_ = std::move(*temporary);
      return file;
    }
    error = errno;
  }
  return std::unexpected(errno_error(error, "create a file beside", file.name_));
}

TemporaryFile& TemporaryFile::operator=(TemporaryFile&& other) noexcept {
  if (this == &other) return *this;
  abort();
  directory_ = std::move(other.directory_);
  file_ = std::move(other.file_);
  base_ = std::move(other.base_);
  name_ = std::move(other.name_);
  temporary_ = std::exchange(other.temporary_, {});
  buffer_ = std::move(other.buffer_);
  failed_ = std::move(other.failed_);
  return *this;
}

std::unexpected<Error> TemporaryFile::fail(Error error) {
  failed_ = std::move(error);
  return std::unexpected(*failed_);
}

std::expected<void, Error> TemporaryFile::write(std::span<const std::byte> bytes) {
  if (failed_) return std::unexpected(*failed_);
  if (buffer_.size() + bytes.size() > buffer_bytes) {
    const auto flushed = flush();
    if (!flushed) return flushed;
  }
  if (bytes.size() >= buffer_bytes) return write_through(bytes);
  if (buffer_.capacity() == 0) buffer_.reserve(buffer_bytes);
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  return {};
}

std::expected<void, Error> TemporaryFile::flush() {
  if (failed_) return std::unexpected(*failed_);
  const auto written = write_through(buffer_);
  buffer_.clear();
  return written;
}

std::expected<void, Error> TemporaryFile::write_through(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const auto count = ::write(file_.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(errno_error(errno, "write", name_));
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

std::expected<void, Error> TemporaryFile::set_mode(mode_t mode) {
  if (::fchmod(file_.get(), mode) != 0) return std::unexpected(errno_error(errno, "set the mode of", name_));
  return {};
}

std::expected<void, Error> TemporaryFile::copy_mode(int source, mode_t mode) {
  std::array<char, 4096> list{};  // room for about 500 entries
  const auto size = ::fgetxattr(source, access_list_name, list.data(), list.size());
  if (size < 0 && errno != ERANGE) return set_mode(mode);
  if (auto set = set_mode(mode & ~static_cast<mode_t>(S_IRWXG)); !set || size < 0) return set;
  static_cast<void>(::fsetxattr(file_.get(), access_list_name, list.data(), static_cast<std::size_t>(size), 0));
  return {};
}

std::expected<void, Error> TemporaryFile::set_owner(uid_t owner, gid_t group) {
  if (::fchown(file_.get(), owner, group) == 0) return {};
  auto failed = errno_error(errno, "set the owner of", name_);
  static_cast<void>(::fchown(file_.get(), static_cast<uid_t>(-1), group) == 0);
  return std::unexpected(std::move(failed));
}

std::expected<void, Error> TemporaryFile::copy_attributes(int source) {
  std::vector<char> names(std::size_t{64} << 10U);  // the kernel's limit
  const auto size = ::flistxattr(source, names.data(), names.size());
  if (size < 0 && errno == ENOTSUP) return {};
  if (size < 0) return std::unexpected(errno_error(errno, "read the extended attributes for", name_));
  std::vector<char> value(std::size_t{64} << 10U);
  for (std::string_view left{names.data(), static_cast<std::size_t>(size)}; !left.empty();) {
    const std::string name{left.substr(0, left.find('\0'))};
    left.remove_prefix(name.size() + 1);
    if (!name.starts_with("user.")) continue;
    const auto length = ::fgetxattr(source, name.c_str(), value.data(), value.size());
    if (length < 0 && errno == ENODATA) continue;  // removed meanwhile
    if (length < 0 || ::fsetxattr(file_.get(), name.c_str(), value.data(), static_cast<std::size_t>(length), 0) != 0) {
      return std::unexpected(errno_error(errno, "set the extended attributes of", name_));
    }
  }
  return {};
}

std::expected<void, Error> TemporaryFile::set_times(const timespec& accessed, const timespec& modified) {
  const auto flushed = flush();
  if (!flushed) return flushed;
  const std::array times{accessed, modified};
  if (::futimens(file_.get(), times.data()) != 0) {
    return std::unexpected(errno_error(errno, "set the times of", name_));
  }
  return {};
}

std::expected<void, Error> TemporaryFile::commit(Existing existing, Sync sync) {
  auto done = flush();
  if (!done) return done;
  if (sync == Sync::yes && ::fsync(file_.get()) != 0) return fail(errno_error(errno, "write", name_));
  done = publish(existing);
  if (!done || sync == Sync::no) return done;
  return sync_directory();
}

std::expected<void, Error> TemporaryFile::publish(Existing existing) {
  const auto rename = existing == Existing::refuse ? rename_new : rename_over;
  const auto error = rename(directory_.get(), temporary_.c_str(), base_.c_str());
  if (error == 0) {
    temporary_.clear();
    failed_ = finished(name_);
    return {};
  }
  auto failure = errno_error(error, "write", name_);
  if (error == ENOENT) failure.message = "cannot write '" + name_ + "': its directory or temporary file was removed";
  if (error == ENOENT || error == EISDIR) failure.kind = ErrorKind::conflict;
  return fail(std::move(failure));
}

std::expected<void, Error> TemporaryFile::sync_directory() const {
  // The directory may have been opened with O_PATH, which cannot be synced.
  const FileDescriptor directory{::openat(directory_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!directory || ::fsync(directory.get()) != 0)
    return std::unexpected(errno_error(errno, "sync the directory of", name_));
  return {};
}

void TemporaryFile::abort() {
  if (!temporary_.empty() && directory_) ::unlinkat(directory_.get(), temporary_.c_str(), 0);
  temporary_.clear();
  buffer_.clear();
  if (!failed_) failed_ = finished(name_);
}

}  // namespace stripmeta
