// JPEG 2000 files built from bytes, for tests: one component of 8 x 6 samples.
#pragma once

#include <string>

#include "support/cpp/jxl_bytes.hpp"

namespace stripmeta::test::jp2 {

inline std::string siz(unsigned components = 1, unsigned capabilities = 0) {
  std::string fields = be16(capabilities) + be32(8) + be32(6) + be32(0) + be32(0) + be32(8) + be32(6) + be32(0) +
                       be32(0) + be16(components);
  for (unsigned i = 0; i < components; ++i) fields += bytes({7, 1, 1});
  return segment(0x51, fields);
}
inline const std::string soc = marker(0x4F);
inline const std::string cod = segment(0x52, bytes({0, 0, 0, 1, 0, 1, 4, 4, 0, 1}));
inline const std::string qcd = segment(0x5C, bytes({0x40, 8, 16, 24, 32}));
inline const std::string main_header = soc + siz() + cod + qcd;
inline const std::string sod = marker(0x93);
inline const std::string eoc = marker(0xD9);

// A comment in Latin-1.
inline std::string com(const std::string& text) {
  return segment(0x64, be16(1) + text);
}
// What is left of a segment in the header of a tile-part: a comment of zeros.
inline std::string blank(const std::string& segment) {
  return marker(0x64) + segment.substr(2, 2) + std::string(segment.size() - 4, '\0');
}

inline std::string sot(std::size_t size, int number = 0) {
  return segment(0x90, be16(0) + be32(static_cast<std::uint32_t>(size)) + bytes({number, 0}));
}
inline std::string tile_part(const std::string& header, const std::string& data, int number = 0) {
  const auto rest = header + sod + data;
  return sot(rest.size() + 12, number) + rest;
}
inline std::string open_tile_part(const std::string& header, const std::string& data) {
  return sot(0) + header + sod + data;
}
inline const std::string data = lit("\x11\x22\xFF\x00\x33");
inline const std::string stream = main_header + tile_part("", data) + eoc;

inline const std::string signature = box("jP  ", "\r\n\x87\n");
inline const std::string brands = box("ftyp", lit("jp2 \0\0\0\0jp2 "));
inline const std::string ihdr = box("ihdr", be32(6) + be32(8) + be16(1) + bytes({7, 7, 0, 0}));
inline std::string enumerated(std::uint32_t space) {
  return box("colr", bytes({1, 0, 0}) + be32(space));
}
inline const std::string grey = enumerated(17);
inline const std::string resolution =
    box("res ", box("resc", be16(300) + be16(1) + be16(300) + be16(1) + bytes({2, 2})));

inline std::string header(const std::string& more = grey) {
  return box("jp2h", ihdr + more);
}
inline const std::string front = signature + brands;
inline std::string file(const std::string& codestream) {
  return front + header() + box("jp2c", codestream);
}
inline const std::string plain = file(stream);

}  // namespace stripmeta::test::jp2
