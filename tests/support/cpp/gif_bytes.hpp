// GIF files built from bytes, for tests.
#pragma once

#include <string>
#include <vector>

#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test::gif {

// `data` in sub-blocks of `size` bytes, and the size of 0 that ends them.
inline std::string parts(std::string data, std::size_t size = 255) {
  std::string out;
  while (!data.empty()) {
    const std::string part = data.substr(0, size);
    out += bytes({static_cast<int>(part.size())}) + part;
    data.erase(0, part.size());
  }
  return out + lit("\0");
}
inline std::string extension(int label, const std::string& rest) {
  return bytes({0x21, label}) + rest;
}
// `name` has eleven bytes.
inline std::string application(const std::string& name, const std::string& rest) {
  return extension(0xFF, bytes({11}) + name + rest);
}
inline std::string comment(const std::string& text) {
  return extension(0xFE, parts(text));
}
inline std::string plain_text(const std::string& text) {
  return extension(0x01, bytes({12}) + std::string(12, 't') + parts(text));
}
inline std::string loop(const std::string& name = "NETSCAPE2.0") {
  return application(name, bytes({3, 1, 5, 0, 0}));
}
inline std::string profile_extension(const std::string& profile, std::size_t size = 255) {
  return application("ICCRGBG1012", parts(profile, size));
}
// The packet without sub-blocks, then the bytes that lead readers of sub-blocks to its end.
inline std::string xmp(const std::string& packet) {
  std::string trailer = bytes({1});
  for (int i = 255; i >= 0; --i) trailer += bytes({i});
  return application("XMP DataXMP", packet + trailer + lit("\0"));
}

inline const std::string control = extension(0xF9, bytes({4, 1, 10, 0, 0, 0}));
inline const std::string screen = "GIF89a" + le16(1) + le16(1) + bytes({0x80, 0, 0}) + "rgbRGB";
inline const std::string image = "," + std::string(4, '\0') + le16(1) + le16(1) + bytes({0, 2}) + parts("LZ");
inline const std::string own_colours =
    "," + std::string(4, '\0') + le16(1) + le16(1) + bytes({0x81}) + std::string(12, 'c') + bytes({2}) + parts("LZ");
inline const std::string plain = screen + image + ";";
inline std::string with(const std::string& before, const std::string& after = "") {
  return screen + before + image + after + ";";
}

}  // namespace stripmeta::test::gif
