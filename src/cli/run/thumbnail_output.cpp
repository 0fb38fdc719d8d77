#include "cli/run/thumbnail_output.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "cli/arguments/naming.hpp"
#include "cli/run/walk.hpp"
#include "store/errno_error.hpp"
#include "store/temporary_file.hpp"

namespace stripmeta::cli {
namespace {

constexpr mode_t usual_mode = 0666;

std::optional<struct stat> status_of(const std::string& path) {
  struct stat status{};
  if (path == standard_stream || is_object_url(path) || ::stat(path.c_str(), &status) != 0) return std::nullopt;
  return status;
}

bool is_same_file(const std::string& a, const std::string& b) {
  const auto first = status_of(a);
  const auto second = status_of(b);
  return first && second && first->st_dev == second->st_dev && first->st_ino == second->st_ino;
}

std::expected<void, Error> write_stream(const Thumbnail& thumbnail) {
  const auto& file = thumbnail.file;
  if (std::fwrite(file.data(), 1, file.size(), stdout) != file.size() || std::fflush(stdout) != 0) {
    return std::unexpected(errno_error(errno, "write", "standard output"));
  }
  return {};
}

std::expected<void, Error> write_file(const Thumbnail& thumbnail, const InspectOptions& options) {
  const auto& out = *options.thumbnail;
  // commit() refuses it too, but its message does not mention --force.
  if (!options.force && status_of(out) && !is_directory(out)) {
    return std::unexpected(
        Error{ErrorKind::conflict, "'" + out + "' exists already; use --force to replace it", std::nullopt});
  }
  const auto source = status_of(options.common.files.front());
  const auto mode = source ? source->st_mode & usual_mode : usual_mode;
  auto file = TemporaryFile::beside(out, mode);
  if (!file) return std::unexpected(std::move(file.error()));
  if (auto written = file->write(thumbnail.file); !written) return written;
  using enum TemporaryFile::Existing;
  return file->commit(options.force ? replace : refuse);
}

}  // namespace

std::optional<std::string> refuse_thumbnail(const InspectOptions& options) {
  const auto& image = options.common.files.front();
  const auto& out = *options.thumbnail;
  const bool is_one = options.common.files.size() == 1 && (image == standard_stream || !is_directory(image));
  if (!is_one) return "--thumbnail works only with one image";
  if (out.empty()) return "--thumbnail needs a file name";
  if (is_object_url(out)) return "--thumbnail can write to a file or to standard output, but not to S3";
  if (out == standard_stream && ::isatty(STDOUT_FILENO) == 1) {
    return "standard output is a terminal; name a file with --thumbnail, or redirect it";
  }
  if (is_same_file(image, out)) return "'" + out + "' is the image itself; name another file with --thumbnail";
  return std::nullopt;
}

std::expected<void, Error> write_thumbnail(const Thumbnails& thumbnails, const InspectOptions& options) {
  const auto& largest = thumbnails.largest;
  if (thumbnails.count == 0) {
    return std::unexpected(Error{ErrorKind::not_found, "the metadata has no thumbnail", std::nullopt});
  }
  if (largest.file.empty()) {
    return std::unexpected(Error{ErrorKind::unsupported,
                                 "the thumbnail is stored in a form that cannot be written as a file", std::nullopt});
  }
  return options.thumbnail == standard_stream ? write_stream(largest) : write_file(largest, options);
}

}  // namespace stripmeta::cli
