#include "store/environment.hpp"

#include <cstdlib>

namespace stripmeta {

std::optional<std::string> environment(const std::string& name) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the environment
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>{value};
}

}  // namespace stripmeta
