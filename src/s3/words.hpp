// Bytes of ASCII text, without a locale.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace stripmeta::s3 {

inline bool is_blank(char byte) {
  return std::string_view{" \t\r\n"}.contains(byte);
}

// Without the blanks at both ends.
inline std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

inline std::string lower_case(std::string_view text) {
  std::string lower{text};
  std::ranges::transform(lower, lower.begin(), [](char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
  });
  return lower;
}

}  // namespace stripmeta::s3
