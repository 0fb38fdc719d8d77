#include "store/environment.hpp"

#include <cstdlib>
#include <utility>

namespace stripmeta {

std::optional<std::string> environment(const std::string& name) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the environment
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>{value};
}

std::string value_or_empty(const Lookup& lookup, const std::string& name) {
  return lookup(name).value_or(std::string{});
}

std::unexpected<Error> misconfigured(std::string message) {
  return std::unexpected(Error{ErrorKind::configuration, std::move(message), std::nullopt});
}

std::unexpected<Error> misconfigured(std::string_view setting, std::string_view problem) {
  return prefix_origin(setting, {ErrorKind::configuration, std::string{problem}, std::nullopt});
}

std::unexpected<Error> prefix_origin(std::string_view origin, Error error) {
  error.message = std::string{origin} + ": " + error.message;
  return std::unexpected(std::move(error));
}

}  // namespace stripmeta
