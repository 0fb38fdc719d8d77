#include "strip/base/base64.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace stripmeta {
namespace {

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> digit_values = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < digits.size(); ++i)
    values[static_cast<unsigned char>(digits[i])] = static_cast<std::int8_t>(i);
  return values;
}();

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

}  // namespace

std::string base64(Bytes bytes) {
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

std::optional<std::vector<std::byte>> base64_decoded(std::string_view text) {
  std::vector<std::byte> out;
  out.reserve(text.size() / 4 * 3);
  std::uint32_t held = 0;
  std::size_t count = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (is_blank(c)) continue;
    const auto value = digit_values[static_cast<unsigned char>(c)];
    padding += c == '=' ? 1 : 0;
    if (c == '=') continue;
    if (value < 0 || padding > 0) return std::nullopt;
    held = held << 6U | static_cast<std::uint32_t>(value);
    if (++count % 4 == 0) {
      for (const unsigned shift : {16U, 8U, 0U}) put_u8(out, held >> shift & 0xFFU);
    }
  }
  const auto left = count % 4;
  if (left == 1 || padding > 2 || (padding > 0 && (left + padding) % 4 != 0)) return std::nullopt;
  if (left == 2) put_u8(out, held >> 4U & 0xFFU);
  if (left == 3) put_u8(out, held >> 10U & 0xFFU), put_u8(out, held >> 2U & 0xFFU);
  return out;
}

}  // namespace stripmeta
