#include "store/separate_directories.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "store/environment.hpp"
#include "store/errno_error.hpp"

namespace stripmeta {
namespace {

using Identity = std::pair<dev_t, ino_t>;

// The directory itself and then its parents, up to the root of the file system.
std::expected<std::vector<Identity>, Error> ancestry(const std::string& directory) {
  std::error_code error;
  auto path = std::filesystem::canonical(directory, error);
  if (error) return misconfigured(errno_error(error.value(), "look up the directory", directory).message);
  if (!std::filesystem::is_directory(path, error)) return misconfigured("'" + directory + "' is not a directory");
  std::vector<Identity> identities;
  while (true) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) {
      return misconfigured(errno_error(errno, "look up the directory", path.native()).message);
    }
    identities.emplace_back(status.st_dev, status.st_ino);
    if (path == path.parent_path()) return identities;
    path = path.parent_path();
  }
}

}  // namespace

std::expected<void, Error> check_separate(const std::string& a, const std::string& b) {
  const auto above_a = ancestry(a);
  if (!above_a) return std::unexpected(above_a.error());
  const auto above_b = ancestry(b);
  if (!above_b) return std::unexpected(above_b.error());
  if (above_a->front() == above_b->front()) {
    return misconfigured("'" + a + "' and '" + b + "' are the same directory; choose two different ones");
  }
  const auto lies_in = [](const auto& inner, const auto& outer) {
    return std::ranges::find(inner, outer.front()) != inner.end();
  };
  const auto nested = [](const std::string& inner, const std::string& outer) {
    return misconfigured("'" + inner + "' lies in '" + outer + "'; choose two separate directories");
  };
  if (lies_in(*above_a, *above_b)) return nested(a, b);
  if (lies_in(*above_b, *above_a)) return nested(b, a);
  return {};
}

}  // namespace stripmeta
