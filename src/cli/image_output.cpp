#include "cli/image_output.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <vector>

#include "cli/input.hpp"
#include "store/errno_error.hpp"

namespace stripmeta::cli {
namespace {

constexpr mode_t private_mode = 0600;  // of a file whose mode is not yet known to be wide enough for others
constexpr mode_t usual_mode = 0666;
constexpr mode_t permission_bits = 0777;
constexpr const char* backup_ending = ".orig";
constexpr std::uint64_t copy_bytes = 256U << 10U;

std::unexpected<Error> standard_output_failed() {
  return std::unexpected(errno_error(errno, "write", "standard output"));
}

}  // namespace

bool ImageOutput::emit(void* output, Slice slice) noexcept {
  auto& self = *static_cast<ImageOutput*>(output);
  try {
    if (self.may_wait_ && slice.source_offset == self.waiting_) {
      self.waiting_ += slice.bytes.size();
      return true;
    }
    auto written = self.write(slice.bytes);
    if (!written) self.error_ = std::move(written.error());
    return written.has_value();
  } catch (const std::exception&) {
    self.error_.emplace(ErrorKind::internal, "the output could not be written: out of memory or of threads",
                        std::nullopt);
    return false;
  }
}

bool ImageOutput::is_input() const {
  return may_wait_ && waiting_ == input_.length();
}

std::expected<void, Error> ImageOutput::write(std::span<const std::byte> bytes) {
  if (path_ == standard_stream) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size()) return standard_output_failed();
    return {};
  }
  if (is_object_url(path_)) return write_object(bytes);
  if (!file_) {
    if (auto made = create_file(); !made) return made;
  }
  return file_->write(bytes);
}

std::expected<void, Error> ImageOutput::create_file() {
  auto made = TemporaryFile::beside(path_, input_.status() == nullptr ? usual_mode : private_mode);
  if (!made) return std::unexpected(std::move(made.error()));
  file_ = std::move(*made);
  may_wait_ = false;
  return copy_input(*file_, waiting_);
}

// Its first bytes, which were not written while they were the same as the input's, or all of them.
std::expected<void, Error> ImageOutput::copy_input(TemporaryFile& to, std::uint64_t bytes) const {
  std::vector<std::byte> piece(std::min<std::uint64_t>(bytes, copy_bytes));
  for (std::uint64_t at = 0; at < bytes;) {
    const auto wanted = std::min<std::uint64_t>(piece.size(), bytes - at);
    const auto count = ::pread(input_.fd(), piece.data(), wanted, static_cast<off_t>(at));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::unexpected(errno_error(errno, "read", path_));
    if (count == 0) {
      return std::unexpected(Error{ErrorKind::upstream, "'" + path_ + "' changed while it was read", std::nullopt});
    }
    const auto read = static_cast<std::size_t>(count);
    if (auto written = to.write(std::span{piece}.first(read)); !written) return written;
    at += read;
  }
  return {};
}

std::expected<void, Error> ImageOutput::write_object(std::span<const std::byte> bytes) {
  if (!writer_) {
    auto made = object_.cloud.create(path_, object_.put);
    if (!made) return std::unexpected(std::move(made.error()));
    writer_ = std::move(*made);
    writer_->set_content_type(media_type(object_.engine.format()));
  }
  return writer_->write(bytes);
}

std::expected<void, Error> ImageOutput::commit_object() {
  auto made = writer_->commit();
  if (made) return {};
  if (made.error().kind == ErrorKind::conflict && object_.put.precondition.kind == Precondition::Kind::absent) {
    made.error().message = "the output '" + path_ + "' exists already; use --force to replace it";
  }
  return std::unexpected(std::move(made.error()));
}

std::expected<void, Error> ImageOutput::commit(const Commit& how) {
  if (is_object_url(path_)) return commit_object();
  if (path_ != standard_stream) return commit_file(how);
  if (std::fflush(stdout) != 0) return standard_output_failed();
  return {};
}

std::expected<void, Error> ImageOutput::commit_file(const Commit& how) {
  if (!file_) {
    if (auto made = create_file(); !made) return made;
  }
  if (input_.status() != nullptr) {
    if (auto carried = carry_over(how.preserve); !carried) return carried;
  }
  struct stat status{};
  if (::fstat(file_->fd(), &status) == 0) id_ = {status.st_dev, status.st_ino};
  if (how.backup) {
    if (auto kept = back_up(); !kept) return kept;
  }
  auto done = file_->commit(how.existing, how.sync);
  // Where only the last step failed, the file has its new content already, and the backup is all that is left of it.
  if (!done && how.backup && is_input(path_)) ::unlink((path_ + backup_ending).c_str());
  return done;
}

std::expected<void, Error> ImageOutput::carry_over(const Preserve& preserve) {
  const auto& source = *input_.status();
  if (preserve.attributes) {
    if (auto set = file_->copy_attributes(input_.fd()); !set) return set;
  }
  if (preserve.owner) file_->try_owner(source.st_uid, source.st_gid);
  if (auto set = file_->set_mode(source.st_mode & permission_bits); !set) return set;
  return preserve.times ? file_->set_times(source.st_atim, source.st_mtim) : std::expected<void, Error>{};
}

// Another name for the file that is about to lose its own; a copy where the file system knows one name alone, as those
// of cameras' cards do.
std::expected<void, Error> ImageOutput::back_up() const {
  const auto backup = path_ + backup_ending;
  if (::link(path_.c_str(), backup.c_str()) == 0) return {};
  const int code = errno;
  // A run that was killed in between has left it: the same file by another name.
  if (code == EEXIST && is_input(backup)) return {};
  if (code == EEXIST) return backup_exists(backup);
  errno = code;
  const bool has_one_name = errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS || errno == EMLINK;
  if (!has_one_name) return std::unexpected(errno_error(errno, "create the backup", backup));
  auto copied = copy_to(backup);
  return copied || copied.error().kind != ErrorKind::conflict ? copied : backup_exists(backup);
}

bool ImageOutput::is_input(const std::string& path) const {
  struct stat status{};
  const auto& source = *input_.status();
  return ::lstat(path.c_str(), &status) == 0 && status.st_dev == source.st_dev && status.st_ino == source.st_ino;
}

std::expected<void, Error> ImageOutput::copy_to(const std::string& backup) const {
  const auto& source = *input_.status();
  auto file = TemporaryFile::beside(backup, private_mode);
  if (!file) return std::unexpected(std::move(file.error()));
  if (auto copied = copy_input(*file, static_cast<std::uint64_t>(source.st_size)); !copied) return copied;
  if (auto set = file->set_mode(source.st_mode & permission_bits); !set) return set;
  if (auto set = file->set_times(source.st_atim, source.st_mtim); !set) return set;
  return file->commit(TemporaryFile::Existing::refuse, TemporaryFile::Sync::yes);
}

std::unexpected<Error> ImageOutput::backup_exists(const std::string& backup) const {
  return std::unexpected(Error{ErrorKind::conflict,
                               "the backup '" + backup + "' exists already, and '" + path_ +
                                   "' was left as it is; move the backup away, or go without --backup",
                               std::nullopt});
}

}  // namespace stripmeta::cli
