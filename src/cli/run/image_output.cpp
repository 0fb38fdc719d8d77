#include "cli/run/image_output.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <vector>

#include "cli/arguments/naming.hpp"
#include "cli/run/backup.hpp"
#include "store/errno_error.hpp"

namespace stripmeta::cli {
namespace {

constexpr mode_t private_mode = 0600;  // until the mode of the input is copied
constexpr mode_t usual_mode = 0666;
constexpr mode_t permission_bits = 0777;
constexpr std::uint64_t copy_bytes = 256U << 10U;

std::unexpected<Error> standard_output_error() {
  return std::unexpected(errno_error(errno, "write", "standard output"));
}

}  // namespace

Error output_exists_error(const std::string& path) {
  return {ErrorKind::conflict, "the output '" + path + "' exists already; use --force to replace it", std::nullopt};
}

bool ImageOutput::emit(void* output, Slice slice) noexcept {
  auto& self = *static_cast<ImageOutput*>(output);
  try {
    if (self.matches_input_ && slice.source_offset == self.matching_bytes_) {
      self.matching_bytes_ += slice.bytes.size();
      return true;
    }
    auto written = self.write(slice.bytes);
    if (!written) self.error_ = std::move(written.error());
    return written.has_value();
  } catch (const std::exception&) {
    self.error_.emplace(ErrorKind::internal, "the output could not be written: out of memory or threads", std::nullopt);
    return false;
  }
}

bool ImageOutput::equals_input() const {
  return matches_input_ && matching_bytes_ == input_.length();
}

std::expected<void, Error> ImageOutput::write(std::span<const std::byte> bytes) {
  if (path_ == standard_stream) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size()) return standard_output_error();
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
  matches_input_ = false;
  return copy_input(*file_, matching_bytes_);
}

// Copies the first `bytes` bytes of the input.
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
    return std::unexpected(output_exists_error(path_));
  }
  return std::unexpected(std::move(made.error()));
}

std::expected<void, Error> ImageOutput::commit(const Commit& how) {
  if (is_object_url(path_)) return commit_object();
  if (path_ != standard_stream) return commit_file(how);
  if (std::fflush(stdout) != 0) return standard_output_error();
  return {};
}

std::expected<std::optional<FileId>, Error> ImageOutput::complete(const Preserve& preserve) {
  if (is_object_url(path_) || path_ == standard_stream) return std::nullopt;
  if (!file_) {
    if (auto made = create_file(); !made) return std::unexpected(std::move(made.error()));
  }
  if (input_.status() != nullptr) {
    if (auto carried = preserve_attributes(preserve); !carried) return std::unexpected(std::move(carried.error()));
  }
  struct stat status{};
  if (::fstat(file_->fd(), &status) != 0) return std::unexpected(errno_error(errno, "check", path_));
  return FileId{status.st_dev, status.st_ino};
}

std::expected<void, Error> ImageOutput::commit_file(const Commit& how) {
  if (how.backup) {
    if (auto kept = back_up(); !kept) return kept;
  }
  auto done = file_->commit(how.existing, how.sync);
  // If the old file is still there, nothing was replaced, so the backup is not needed.
  if (!done && how.backup && is_same_file(path_, *input_.status())) ::unlink(backup_of(path_).c_str());
  return done;
}

std::expected<void, Error> ImageOutput::preserve_attributes(const Preserve& preserve) {
  const auto& source = *input_.status();
  if (preserve.attributes) {
    if (auto set = file_->copy_attributes(input_.fd()); !set) return set;
  }
  if (preserve.owner != Preserve::Owner::leave) {
    auto set = file_->set_owner(source.st_uid, source.st_gid);
    if (!set && preserve.owner == Preserve::Owner::needed) return set;
  }
  if (auto set = file_->copy_mode(input_.fd(), source.st_mode & permission_bits); !set) return set;
  return preserve.times ? file_->set_times(source.st_atim, source.st_mtim) : std::expected<void, Error>{};
}

// Makes a hard link to the file that is about to be replaced; or a copy if the file system has no hard links, as on the
// cards of cameras.
std::expected<void, Error> ImageOutput::back_up() const {
  const auto backup = backup_of(path_);
  if (::link(path_.c_str(), backup.c_str()) == 0) return {};
  const int code = errno;
  // If it is a link to the same file, it was left by a run that was killed.
  if (code == EEXIST) return check_backup(path_, *input_.status());
  const bool has_one_name = code == EPERM || code == EOPNOTSUPP || code == ENOSYS || code == EMLINK;
  if (!has_one_name) return std::unexpected(errno_error(code, "create the backup", backup));
  if (auto free = check_backup(path_, *input_.status()); !free) return free;
  return copy_to_backup(backup);
}

std::expected<void, Error> ImageOutput::copy_to_backup(const std::string& backup) const {
  const auto& source = *input_.status();
  auto file = TemporaryFile::beside(backup, private_mode);
  if (!file) return std::unexpected(std::move(file.error()));
  if (auto copied = copy_input(*file, static_cast<std::uint64_t>(source.st_size)); !copied) return copied;
  if (auto set = file->copy_mode(input_.fd(), source.st_mode & permission_bits); !set) return set;
  if (auto set = file->set_times(source.st_atim, source.st_mtim); !set) return set;
  return file->commit(TemporaryFile::Existing::refuse, TemporaryFile::Sync::yes);
}

}  // namespace stripmeta::cli
