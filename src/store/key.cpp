#include "store/key.hpp"

#include <algorithm>
#include <utility>

#include "strip/base/percent.hpp"

namespace stripmeta {
namespace {

constexpr std::size_t component_bytes = 255;  // NAME_MAX of the file systems of Linux

std::unexpected<Error> refuse(std::string_view key, std::string_view why) {
  std::string message = "the key '";
  message.append(key).append("' cannot name a file: ").append(why);
  return std::unexpected(Error{ErrorKind::invalid_key, std::move(message), std::nullopt});
}

}  // namespace

std::expected<void, Error> check_path_key(std::string_view key) {
  if (key.empty()) return refuse(key, "it is empty");
  if (key.contains('\0')) return refuse(key, "it holds a NUL byte");
  if (key.starts_with('/')) return refuse(key, "it starts with '/'");
  if (key.ends_with('/')) return refuse(key, "it ends with '/'");
  for (auto rest = key; !rest.empty();) {
    const auto component = rest.substr(0, rest.find('/'));
    if (component.empty()) return refuse(key, "it holds '//'");
    if (component == "." || component == "..") return refuse(key, "a part of it is '.' or '..'");
    if (component.size() > component_bytes) return refuse(key, "a part of it is longer than 255 bytes");
    rest.remove_prefix(component.size());
    if (!rest.empty()) rest.remove_prefix(1);
  }
  return {};
}

PathParts split_path(std::string_view path) {
  const auto slash = path.rfind('/');
  if (slash == std::string_view::npos) return {.folder = {}, .name = std::string{path}};
  return {.folder = std::string{path.substr(0, slash)}, .name = std::string{path.substr(slash + 1)}};
}

std::string percent_encode(std::string_view key) {
  return percent_encoded(key, "-._~/");
}

std::string percent_encode_component(std::string_view text) {
  return percent_encoded(text, "-._~");
}

std::string percent_decode(std::string_view text) {
  return percent_decoded(text);
}

std::string form_decode(std::string_view text) {
  std::string with_blanks{text};
  std::ranges::replace(with_blanks, '+', ' ');
  return percent_decoded(with_blanks);
}

}  // namespace stripmeta
