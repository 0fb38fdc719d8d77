// JPEG XL files built from bytes, for tests.
#pragma once

#include <string>

#include "support/cpp/box_bytes.hpp"

namespace stripmeta::test {

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
