// ASCII text without a locale, besides what strip/base/ascii.hpp has: numbers, lower case, hexadecimal digits.
#pragma once

#include <algorithm>
#include <charconv>
#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include "strip/base/ascii.hpp"

namespace stripmeta {

// Parses a decimal number that fills the whole text. If it does not, or the number is out of range, the result is
// nullopt.
template <std::integral Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
  if (error != std::errc{} || end != text.end()) return std::nullopt;
  return number;
}

// Changes A to Z only.
inline std::string lower_case(std::string_view text) {
  std::string lower{text};
  std::ranges::transform(lower, lower.begin(), [](char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
  });
  return lower;
}

inline constexpr std::string_view hexadecimal_digits = "0123456789abcdef";

// Two digits for each byte.
inline std::string hexadecimal(std::span<const unsigned char> bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const auto byte : bytes) {
    text += hexadecimal_digits[byte >> 4U];
    text += hexadecimal_digits[byte & 0xFU];
  }
  return text;
}

}  // namespace stripmeta
