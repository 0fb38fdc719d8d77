#include "cli/image_output.hpp"

#include <cerrno>
#include <cstdio>
#include <exception>

#include "cli/input.hpp"
#include "store/errno_error.hpp"

namespace stripmeta::cli {
namespace {

constexpr mode_t private_mode = 0600;  // of a file whose mode is not yet known to be wide enough for others
constexpr mode_t usual_mode = 0666;
constexpr mode_t permission_bits = 0777;

std::unexpected<Error> standard_output_failed() {
  return std::unexpected(errno_error(errno, "write", "standard output"));
}

}  // namespace

bool ImageOutput::emit(void* output, Slice slice) noexcept {
  auto& self = *static_cast<ImageOutput*>(output);
  try {
    auto written = self.write(slice.bytes);
    if (!written) self.error_ = std::move(written.error());
    return written.has_value();
  } catch (const std::exception&) {
    self.error_.emplace(ErrorKind::internal, "the output could not be written: out of memory or of threads",
                        std::nullopt);
    return false;
  }
}

std::expected<void, Error> ImageOutput::write(std::span<const std::byte> bytes) {
  if (path_ == standard_stream) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size()) return standard_output_failed();
    return {};
  }
  if (is_object_url(path_)) return write_object(bytes);
  if (!file_) {
    auto made = TemporaryFile::beside(path_, source_ == nullptr ? usual_mode : private_mode);
    if (!made) return std::unexpected(std::move(made.error()));
    file_ = std::move(*made);
  }
  return file_->write(bytes);
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
  if (source_ != nullptr) {
    if (auto set = file_->set_mode(source_->st_mode & permission_bits); !set) return set;
    if (how.preserve) {
      if (auto set = file_->set_times(source_->st_atim, source_->st_mtim); !set) return set;
    }
  }
  return file_->commit(how.existing, how.sync);
}

}  // namespace stripmeta::cli
