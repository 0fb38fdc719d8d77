// PNG files built from bytes, for tests.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test::png {

inline std::uint32_t crc(std::string_view data) {
  return static_cast<std::uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(data.data()), static_cast<uInt>(data.size())));
}
inline std::string chunk(const std::string& type, const std::string& payload = "") {
  return be32(static_cast<std::uint32_t>(payload.size())) + type + payload + be32(crc(type + payload));
}
// A chunk with a wrong checksum.
inline std::string spoilt(const std::string& type, const std::string& payload) {
  return be32(static_cast<std::uint32_t>(payload.size())) + type + payload + be32(~crc(type + payload));
}
inline std::string deflated(const std::string& data, int level = 9) {
  std::string out(compressBound(static_cast<uLong>(data.size())), '\0');
  auto size = static_cast<uLongf>(out.size());
  compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(data.data()),
            static_cast<uLong>(data.size()), level);
  out.resize(size);
  return out;
}

inline const std::string signature = "\x89PNG\r\n\x1A\n";
inline std::string ihdr(int colour = 2, int depth = 8, std::uint32_t width = 1, std::uint32_t height = 1) {
  return chunk("IHDR", be32(width) + be32(height) + bytes({depth, colour, 0, 0, 0}));
}
inline const std::string pixels = deflated(lit("\0\1\2\3"));  // one row, filter 0, of an RGB picture of 1 x 1
inline const std::string idat = chunk("IDAT", pixels);
inline const std::string iend = chunk("IEND");
inline const std::string front = signature + ihdr();
inline const std::string plain = front + idat + iend;
inline std::string with(const std::string& before, const std::string& after = "") {
  return front + before + idat + after + iend;
}

// Chunks of the picture, with values that decoders use.
inline const std::string gamma = chunk("gAMA", be32(45455));
inline const std::string chromaticities = chunk("cHRM", be32(31270) + be32(32900) + be32(64000) + be32(33000) +
                                                            be32(30000) + be32(60000) + be32(15000) + be32(6000));
inline const std::string intent = chunk("sRGB", lit("\0"));
inline const std::string code_points = chunk("cICP", bytes({9, 16, 0, 1}));
inline std::string mastering(const std::string& name = "mDCV") {
  return chunk(name, be16(34000) + be16(16000) + be16(13250) + be16(34500) + be16(7500) + be16(3000) + be16(15635) +
                         be16(16450) + be32(10000000) + be32(1));
}
inline std::string content_light(const std::string& name = "cLLI") {
  return chunk(name, be32(10000000) + be32(4000000));
}
inline std::string density(std::uint32_t x = 2835, std::uint32_t y = 2835, int unit = 1) {
  return chunk("pHYs", be32(x) + be32(y) + bytes({unit}));
}
// Android's chunks for a picture of 1 x 1: one division in each direction, and four colours.
inline std::string nine_patch(const std::string& unused = std::string(13, '\0'), std::uint32_t colour = 1) {
  return chunk("npTc", unused.substr(0, 1) + bytes({1, 1, 4}) + unused.substr(1, 8) + be32(0) + be32(1) + be32(0) +
                           be32(0xFFFFFFFF) + unused.substr(9, 4) + be32(0) + be32(1) + be32(colour) + be32(1) +
                           be32(0) + be32(1));
}
inline const std::string nine_patch_layout = chunk("npLb", le32(0) + le32(1) + le32(0) + le32(1));
inline std::string nine_patch_outline(const std::string& unused = std::string(3, '\0')) {
  return chunk("npOl", le32(0) + le32(0) + le32(1) + le32(1) + le32(0x3F800000) + bytes({255}) + unused);
}

inline std::string iccp(const std::string& profile, const std::string& name = "Someone's display", int level = 9) {
  return chunk("iCCP", name + lit("\0\0") + deflated(profile, level));
}
inline std::string oriented(unsigned value, bool little = false, bool r03 = false) {
  const Tiff t{little};
  if (!r03) return chunk("eXIf", t.header() + t.ifd({t.short_entry(274, value)}));
  // IFD0 at 8 with two entries, Exif at 38 with one, Interop at 56 with one.
  const std::string ifd0 = t.ifd({t.short_entry(274, value), t.long_entry(0x8769, 38)});
  const std::string exif = t.ifd({t.long_entry(0xA005, 56)});
  return chunk("eXIf", t.header() + ifd0 + exif + t.ifd({t.entry(1, 2, 4, lit("R03\0"))}));
}
inline std::string itxt(const std::string& keyword, const std::string& text, bool packed = false) {
  return chunk("iTXt",
               keyword + lit("\0") + bytes({packed ? 1 : 0, 0}) + lit("\0\0") + (packed ? deflated(text) : text));
}
inline std::string text(const std::string& keyword, const std::string& value) {
  return chunk("tEXt", keyword + lit("\0") + value);
}
inline std::string ztxt(const std::string& keyword, const std::string& value) {
  return chunk("zTXt", keyword + lit("\0\0") + deflated(value));
}
// The value of a raw profile, as ImageMagick writes it.
inline std::string raw_profile(const std::string& name, const std::string& data) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "\n" + name + "\n    " + std::to_string(data.size());
  for (std::size_t i = 0; i < data.size(); ++i) {
    if (i % 36 == 0) out += '\n';
    const auto byte = static_cast<unsigned char>(data[i]);
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out + "\n";
}

inline std::string actl(std::uint32_t frames) {
  return chunk("acTL", be32(frames) + be32(0));
}
inline std::string fctl(std::uint32_t number) {
  return chunk("fcTL", be32(number) + be32(1) + be32(1) + std::string(8, '\0') + be16(1) + be16(10) + bytes({0, 0}));
}
inline std::string fdat(std::uint32_t number) {
  return chunk("fdAT", be32(number) + pixels);
}
inline const std::string animation = front + actl(2) + fctl(0) + idat + fctl(1) + fdat(2) + iend;

}  // namespace stripmeta::test::png
