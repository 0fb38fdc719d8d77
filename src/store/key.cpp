#include "store/key.hpp"

#include <optional>
#include <utility>

namespace stripmeta {
namespace {

constexpr std::size_t component_bytes = 255;  // NAME_MAX of the file systems of Linux

std::unexpected<Error> refused(std::string_view key, std::string_view why) {
  std::string message = "the key '";
  message.append(key).append("' cannot name a file: ").append(why);
  return std::unexpected(Error{ErrorKind::invalid_key, std::move(message), std::nullopt});
}

bool is_unreserved(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
         std::string_view{"-._~/"}.contains(byte);
}

}  // namespace

std::expected<void, Error> check_path_key(std::string_view key) {
  if (key.empty()) return refused(key, "it is empty");
  if (key.contains('\0')) return refused(key, "it holds a NUL byte");
  if (key.starts_with('/')) return refused(key, "it starts with '/'");
  if (key.ends_with('/')) return refused(key, "it ends with '/'");
  for (auto rest = key; !rest.empty();) {
    const auto component = rest.substr(0, rest.find('/'));
    if (component.empty()) return refused(key, "it holds '//'");
    if (component == "." || component == "..") return refused(key, "a part of it is '.' or '..'");
    if (component.size() > component_bytes) return refused(key, "a part of it is longer than 255 bytes");
    rest.remove_prefix(component.size());
    if (!rest.empty()) rest.remove_prefix(1);
  }
  return {};
}

std::string percent_encode(std::string_view key) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(key.size());
  for (const char byte : key) {
    if (is_unreserved(byte)) {
      encoded += byte;
      continue;
    }
    const auto value = static_cast<unsigned char>(byte);
    encoded += '%';
    encoded += digits[value >> 4U];
    encoded += digits[value & 0xFU];
  }
  return encoded;
}

}  // namespace stripmeta
