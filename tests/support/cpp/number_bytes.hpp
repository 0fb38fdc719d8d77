// Numbers and literals as bytes, for tests: strings serve as byte buffers because they concatenate and compare well.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

namespace stripmeta::test {

inline std::string bytes(std::initializer_list<int> values) {
  std::string out;
  for (const int v : values) out += static_cast<char>(v);
  return out;
}

inline std::string be16(unsigned v) {
  return bytes({static_cast<int>(v >> 8U & 0xFFU), static_cast<int>(v & 0xFFU)});
}
inline std::string be32(std::uint32_t v) {
  return be16(v >> 16U) + be16(v & 0xFFFFU);
}
inline std::string le16(unsigned v) {
  return bytes({static_cast<int>(v & 0xFFU), static_cast<int>(v >> 8U & 0xFFU)});
}
inline std::string le32(std::uint32_t v) {
  return le16(v & 0xFFFFU) + le16(v >> 16U);
}

// A literal with its zero bytes.
template <std::size_t N>
std::string lit(const char (&text)[N]) {
  return std::string(text, N - 1);
}

}  // namespace stripmeta::test
