// WebP files built from bytes, for tests.
#pragma once

#include <string>

#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {

inline std::string chunk(const std::string& name, const std::string& payload) {
  return name + le32(static_cast<std::uint32_t>(payload.size())) + payload + (payload.size() % 2 ? lit("\0") : "");
}
inline std::string riff(const std::string& chunks) {
  return "RIFF" + le32(static_cast<std::uint32_t>(chunks.size() + 4)) + "WEBP" + chunks;
}
inline std::string le24(unsigned v) {
  return le32(v).substr(0, 3);
}

enum WebpFlag { webp_animation = 0x02, webp_xmp = 0x04, webp_exif = 0x08, webp_alpha = 0x10, webp_icc = 0x20 };

inline std::string canvas(int flags, unsigned width = 8, unsigned height = 8) {
  return chunk("VP8X", bytes({flags, 0, 0, 0}) + le24(width - 1) + le24(height - 1));
}
// The header of a key frame, and some bytes.
inline std::string vp8_of(int width, int height) {
  return chunk("VP8 ", bytes({0x10, 0, 0, 0x9D, 0x01, 0x2A, width, 0, height, 0, 1, 2, 3, 4}));
}
inline const std::string vp8 = vp8_of(8, 8);
inline const std::string vp8_odd = chunk("VP8 ", bytes({0x10, 0, 0, 0x9D, 0x01, 0x2A, 8, 0, 8, 0, 1, 2, 3}));
inline const std::string vp8l = chunk("VP8L", bytes({0x2F, 7, 0xC0, 1, 0, 5, 6, 7}));
inline const std::string alph = chunk("ALPH", bytes({0, 9, 9}));
inline const std::string anim = chunk("ANIM", bytes({1, 2, 3, 4, 0, 0}));
inline std::string anmf_head(int flags = 0) {
  return le24(0) + le24(0) + le24(7) + le24(7) + le24(100) + bytes({flags});
}
inline std::string frame(const std::string& parts, int flags = 0) {
  return chunk("ANMF", anmf_head(flags) + parts);
}
inline std::string orientation_tiff(unsigned value, bool little = false) {
  const Tiff t{little};
  return t.header() + t.ifd({t.short_entry(274, value)});
}

inline const std::string simple_webp = riff(vp8);
inline const std::string extended_webp = riff(canvas(webp_alpha) + alph + vp8);
inline const std::string animated_webp = riff(canvas(webp_animation) + anim + frame(vp8) + frame(alph + vp8, 1));

}  // namespace stripmeta::test
