// Bytes as lower-case hexadecimal digits: digests, as AWS writes them.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace stripmeta::s3 {

inline std::string hexadecimal(std::span<const unsigned char> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const auto byte : bytes) {
    text += digits[byte >> 4U];
    text += digits[byte & 0xFU];
  }
  return text;
}

}  // namespace stripmeta::s3
