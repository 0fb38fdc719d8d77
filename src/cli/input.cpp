#include "cli/input.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "cli/interrupt.hpp"
#include "store/errno_error.hpp"

namespace stripmeta::cli {
namespace {

Error stopped() {
  return {ErrorKind::deadline, "stopped by a signal", std::nullopt};
}

std::expected<std::size_t, Error> read_standard_input(std::span<std::byte> into) {
  while (true) {
    const auto count = ::read(STDIN_FILENO, into.data(), into.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return std::unexpected(errno_error(errno, "read", "standard input"));
    if (interrupted()) return std::unexpected(stopped());
  }
}

bool is_directory(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace

std::expected<Input, Error> Input::open(const std::string& path) {
  if (path == standard_stream) return Input{std::nullopt};
  auto file = SourceFile::open(path);
  if (file) return Input{std::move(*file)};
  if (!is_directory(path)) return std::unexpected(std::move(file.error()));
  return std::unexpected(
      Error{ErrorKind::unsupported,
            "'" + path + "' is a directory: directories are not supported in this version; name the images in it",
            std::nullopt});
}

std::expected<std::size_t, Error> Input::read(std::span<std::byte> into) {
  if (interrupted()) return std::unexpected(stopped());
  return file_ ? file_->read(into) : read_standard_input(into);
}

std::optional<std::string> refuse_inputs(const std::vector<std::string>& files) {
  const auto streams = std::ranges::count(files, standard_stream);
  if (streams > 1) return "standard input ('-') can be read only once";
  if (streams == 1 && ::isatty(STDIN_FILENO) == 1) {
    return "standard input is a terminal; name a file, or pipe an image in";
  }
  return std::nullopt;
}

}  // namespace stripmeta::cli
