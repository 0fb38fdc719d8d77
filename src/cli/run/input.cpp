#include "cli/run/input.hpp"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "cli/arguments/naming.hpp"
#include "cli/output/interrupt.hpp"
#include "cli/run/walk.hpp"
#include "store/errno_error.hpp"

namespace stripmeta::cli {
namespace {

Error stopped_error() {
  return {ErrorKind::deadline, "stopped by a signal", std::nullopt};
}

std::expected<std::size_t, Error> read_standard_input(std::span<std::byte> into) {
  constexpr int pause_ms = 200;  // a signal that reaches another thread does not interrupt poll()
  while (true) {
    if (is_interrupted()) return std::unexpected(stopped_error());
    pollfd ready{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    const int found = ::poll(&ready, 1, pause_ms);
    if (found == 0 || (found < 0 && errno == EINTR)) continue;
    const auto count = ::read(STDIN_FILENO, into.data(), into.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return std::unexpected(errno_error(errno, "read", "standard input"));
  }
}

}  // namespace

std::expected<Input, Error> Input::open(const std::string& path, Cloud& cloud) {
  Input input;
  if (path == standard_stream) return input;
  if (is_object_url(path)) {
    auto object = cloud.open(path);
    if (!object) return std::unexpected(std::move(object.error()));
    input.object_ = std::move(*object);
    return input;
  }
  auto file = SourceFile::open(path);
  if (file) {
    input.file_ = std::move(*file);
    return input;
  }
  if (!is_directory(path)) return std::unexpected(std::move(file.error()));
  return std::unexpected(Error{ErrorKind::unsupported, "'" + path + "' is a directory", std::nullopt});
}

std::expected<std::size_t, Error> Input::read(std::span<std::byte> into) {
  if (is_interrupted()) return std::unexpected(stopped_error());
  if (object_) return object_->read(into);
  return file_ ? file_->read(into) : read_standard_input(into);
}

std::optional<std::uint64_t> Input::length() const {
  if (object_) return object_->info().size;
  if (file_) return static_cast<std::uint64_t>(file_->status().st_size);
  return std::nullopt;
}

std::optional<std::string> refuse_inputs(const std::vector<std::string>& files) {
  if (files.empty()) return "no image was given; name files or directories, or '-' for standard input";
  const auto streams = std::ranges::count(files, standard_stream);
  if (streams > 1) return "standard input ('-') can be read only once";
  if (streams == 1 && ::isatty(STDIN_FILENO) == 1) {
    return "standard input is a terminal; name a file, or pipe an image into stripmeta";
  }
  return std::nullopt;
}

}  // namespace stripmeta::cli
