#include "store/small_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>

#include "store/file_descriptor.hpp"

namespace stripmeta {

std::expected<std::string, int> read_small_file(const std::string& path) {
  constexpr std::size_t most = std::size_t{1} << 20U;
  const FileDescriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file) return std::unexpected(errno);
  std::string text;
  std::array<char, 4096> buffer{};
  while (true) {
    const auto count = ::read(file.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::unexpected(errno);
    if (count == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
    if (text.size() > most) return std::unexpected(EFBIG);
  }
}

}  // namespace stripmeta
