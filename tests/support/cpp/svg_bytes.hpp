// Parts of SVGs for tests.
#pragma once

#include <string>

#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {

inline const std::string xmlns = R"( xmlns="http://www.w3.org/2000/svg")";
inline const std::string xmlns_xlink = R"( xmlns:xlink="http://www.w3.org/1999/xlink")";
inline const std::string xmlns_inkscape = R"( xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape")";
inline const std::string xmlns_rdf = R"( xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#")";
inline const std::string rect = R"(<rect width="9" height="9"/>)";

// A document around `content`; `attributes` are added to its root element.
inline std::string svg(const std::string& content, const std::string& attributes = "") {
  return "<svg" + xmlns + attributes + ">" + content + "</svg>";
}

inline std::string base64_text(const std::string& bytes) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const auto part = bytes.substr(at, 3);
    unsigned held = 0;
    for (std::size_t i = 0; i < 3; ++i)
      held = held << 8U | (i < part.size() ? static_cast<unsigned char>(part[i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) out += i <= part.size() ? digits[held >> (18 - 6 * i) & 63U] : '=';
  }
  return out;
}

// A font of one table of two bytes, which has two bytes before it that belong to none.
inline const std::string ttf = std::string{"\0\1\0\0\0\1", 6} + std::string(6, '\0') + "name" + std::string(4, '\0') +
                               std::string{"\0\0\0\x1E\0\0\0\4", 8} + std::string(2, '\0') + "font";
// WOFF with one table of four bytes, and WOFF 2.0 of its header.
inline const std::string woff = std::string{"wOFF\0\1\0\0\0\0\0\x44\0\1", 14} + std::string(30, '\0') + "name" +
                                std::string{"\0\0\0\x40\0\0\0\4", 8} + std::string(8, '\0') + "font";
inline const std::string woff2 = std::string{"wOF2\0\1\0\0\0\0\0\x30", 12} + std::string(36, '\0');

inline std::string jpeg_uri(const std::string& bytes) {
  return "data:image/jpeg;base64," + base64_text(bytes);
}
inline std::string svg_uri(const std::string& bytes) {
  return "data:image/svg+xml;base64," + base64_text(bytes);
}
inline std::string image(const std::string& uri) {
  return "<image width=\"9\" height=\"9\" href=\"" + uri + "\"/>";
}

}  // namespace stripmeta::test
