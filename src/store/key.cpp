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

bool is_alphanumeric(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
}

std::string encode_all_but(std::string_view marks, std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char byte : text) {
    if (is_alphanumeric(byte) || marks.contains(byte)) {
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

// 0 to 15; none for what is no hexadecimal digit.
std::optional<unsigned> digit_value(char digit) {
  if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
  const char upper = digit >= 'a' && digit <= 'f' ? static_cast<char>(digit - 'a' + 'A') : digit;
  if (upper >= 'A' && upper <= 'F') return static_cast<unsigned>(upper - 'A') + 10U;
  return std::nullopt;
}

std::string decode(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto high = text[i] == '%' && text.size() - i > 2 ? digit_value(text[i + 1]) : std::nullopt;
    const auto low = high ? digit_value(text[i + 2]) : std::nullopt;
    if (low) {
      decoded += static_cast<char>(*high << 4U | *low);
      i += 2;
    } else {
      decoded += plus_is_blank && text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
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

PathParts split_path(std::string_view path) {
  const auto slash = path.rfind('/');
  if (slash == std::string_view::npos) return {.folder = {}, .name = std::string{path}};
  return {.folder = std::string{path.substr(0, slash)}, .name = std::string{path.substr(slash + 1)}};
}

std::string percent_encode(std::string_view key) {
  return encode_all_but("-._~/", key);
}

std::string percent_encode_component(std::string_view text) {
  return encode_all_but("-._~", text);
}

std::string percent_decode(std::string_view text) {
  return decode(text, false);
}

std::string form_decode(std::string_view text) {
  return decode(text, true);
}

}  // namespace stripmeta
