// Boxes of ISO base media files (ISO/IEC 14496-12 4.2), which HEIF, JPEG XL and JPEG 2000 are made of.
#pragma once

#include <cstdint>
#include <string>

#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {

inline std::string be64(std::uint64_t v) {
  return be32(static_cast<std::uint32_t>(v >> 32U)) + be32(static_cast<std::uint32_t>(v));
}
inline std::string box(const std::string& type, const std::string& payload) {
  return be32(static_cast<std::uint32_t>(payload.size() + 8)) + type + payload;
}
// A box whose size has 64 bits.
inline std::string large_box(const std::string& type, const std::string& payload) {
  return be32(1) + type + be64(payload.size() + 16) + payload;
}
// A box that goes on to the end of the file.
inline std::string last_box(const std::string& type, const std::string& payload) {
  return be32(0) + type + payload;
}

// Ids of uuid boxes: ISO 16684-3, exiftool's, C2PA A.4.
inline const std::string xmp_uuid = "\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC";
inline const std::string exif_uuid = "JpgTiffExif->JP2";
inline const std::string c2pa_uuid = "\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E\xC4\x81";

}  // namespace stripmeta::test
