#include "store/base64.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace stripmeta {

std::string base64(std::span<const std::byte> bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  constexpr std::size_t group_bytes = 3;
  constexpr std::size_t group_digits = 4;
  std::string text;
  text.reserve((bytes.size() + 2) / group_bytes * group_digits);
  for (std::size_t at = 0; at < bytes.size(); at += group_bytes) {
    const auto group = bytes.subspan(at).first(std::min(group_bytes, bytes.size() - at));
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < group_bytes; ++i) {
      bits = bits << 8U | (i < group.size() ? std::to_integer<std::uint32_t>(group[i]) : 0U);
    }
    for (std::size_t i = 0; i < group_digits; ++i) {
      text += i <= group.size() ? digits[bits >> (18U - 6U * i) & 63U] : '=';
    }
  }
  return text;
}

}  // namespace stripmeta
