// JPEG XL files built from bytes, for tests.
#pragma once

#include <string>

#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {

inline std::string box(const std::string& type, const std::string& payload) {
  return be32(static_cast<std::uint32_t>(payload.size() + 8)) + type + payload;
}
inline std::string long_box(const std::string& type, const std::string& payload) {
  return be32(1) + type + be32(0) + be32(static_cast<std::uint32_t>(payload.size() + 16)) + payload;
}
inline std::string last_box(const std::string& type, const std::string& payload) {
  return be32(0) + type + payload;
}

// Ids of uuid boxes: ISO 16684-3, exiftool's, C2PA A.4.
inline const std::string xmp_uuid = "\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC";
inline const std::string exif_uuid = "JpgTiffExif->JP2";
inline const std::string c2pa_uuid = "\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E\xC4\x81";

inline const std::string jxl_brands = box("ftyp", lit("jxl \0\0\0\0jxl "));
inline const std::string jxl_front = box("JXL ", "\r\n\x87\n") + jxl_brands;
// 8 x 8 samples, in one frame whose one section has one byte.
inline const std::string codestream = lit("\xFF\x0A\x41\x06\x01\x04\x00\x06");
inline const std::string jxlc = box("jxlc", codestream);
inline const std::string jxll = box("jxll", "\x0A");
inline std::string jxlp(unsigned number, bool last, const std::string& part) {
  return box("jxlp", be32(number | (last ? 0x80000000U : 0U)) + part);
}
// An index of one frame: ticks of a thousandth of a second, offset 0, duration 1, one frame until the next index entry.
inline const std::string jxli = box("jxli", bytes({1}) + be32(1000) + be32(1) + bytes({0, 1, 1}));
inline const std::string plain_jxl = jxl_front + jxlc;

}  // namespace stripmeta::test
