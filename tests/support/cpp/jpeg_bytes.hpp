// JPEG files built from bytes, for tests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/cpp/icc_bytes.hpp"
#include "support/cpp/number_bytes.hpp"

namespace stripmeta::test {

inline std::string marker(int code) {
  return bytes({0xFF, code});
}
inline std::string segment(int code, const std::string& payload) {
  return marker(code) + be16(static_cast<unsigned>(payload.size() + 2)) + payload;
}

inline const std::string soi = marker(0xD8);
inline const std::string eoi = marker(0xD9);
inline const std::string dqt = segment(0xDB, bytes({0}) + std::string(64, '\x01'));
inline const std::string dht = segment(0xC4, bytes({0, 0, 1}) + std::string(14, '\0') + bytes({5}));
inline std::string sof(int code = 0xC0, unsigned width = 8, unsigned height = 8, int components = 1) {
  std::string payload = bytes({8}) + be16(height) + be16(width) + bytes({components});
  for (int i = 1; i <= components; ++i) payload += bytes({i, 0x11, 0});
  return segment(code, payload);
}
inline std::string sos(int components = 1) {
  std::string payload = bytes({components});
  for (int i = 1; i <= components; ++i) payload += bytes({i, 0});
  return segment(0xDA, payload + bytes({0, 63, 0}));
}
inline const std::string scan = bytes({0x12, 0x34, 0xFF, 0x00, 0x56, 0xFF, 0xD0, 0x78});
inline const std::string tables = dqt + sof() + dht;
inline const std::string progressive_tables = dqt + sof(0xC2) + dht;  // of a picture in several scans
inline const std::string picture = tables + sos() + scan + eoi;       // all that follows SOI
inline const std::string minimal = soi + picture;

inline std::string jfif_payload(int units = 1, unsigned x = 72, unsigned y = 72) {
  return lit("JFIF\0") + bytes({1, 2, units}) + be16(x) + be16(y) + bytes({0, 0});
}
inline const std::string jfif = segment(0xE0, jfif_payload());
inline const std::string adobe_payload = "Adobe" + bytes({0, 100, 0, 0, 0, 0, 1});
inline const std::string adobe = segment(0xEE, adobe_payload);

// TIFF structures.
struct Tiff {
  bool little{false};

  std::string n16(unsigned v) const { return little ? le16(v) : be16(v); }
  std::string n32(std::uint32_t v) const { return little ? le32(v) : be32(v); }
  std::string header(std::uint32_t ifd = 8) const { return (little ? "II" : "MM") + n16(42) + n32(ifd); }
  std::string entry(unsigned tag, unsigned type, std::uint32_t count, const std::string& value) const {
    std::string four = value;
    four.resize(4, '\0');
    return n16(tag) + n16(type) + n32(count) + four;
  }
  std::string short_entry(unsigned tag, unsigned v) const { return entry(tag, 3, 1, n16(v)); }
  std::string long_entry(unsigned tag, std::uint32_t v) const { return entry(tag, 4, 1, n32(v)); }
  std::string ifd(const std::vector<std::string>& entries, std::uint32_t next = 0) const {
    std::string out = n16(static_cast<unsigned>(entries.size()));
    for (const auto& e : entries) out += e;
    return out + n32(next);
  }
};

inline std::string exif_segment(const std::string& tiff) {
  return segment(0xE1, lit("Exif\0\0") + tiff);
}
inline std::string orientation_exif(unsigned value, bool little = false) {
  const Tiff t{little};
  return exif_segment(t.header() + t.ifd({t.short_entry(274, value)}));
}
inline std::string icc_segment(int number, int count, const std::string& data) {
  return segment(0xE2, lit("ICC_PROFILE\0") + bytes({number, count}) + data);
}
inline std::string xmp_segment(const std::string& packet) {
  return segment(0xE1, lit("http://ns.adobe.com/xap/1.0/\0") + packet);
}
inline std::string iptc_dataset(int number, const std::string& value) {
  return bytes({0x1C, 2, number}) + be16(static_cast<unsigned>(value.size())) + value;
}
inline std::string photoshop_segment(unsigned id, const std::string& data) {
  return segment(0xED, lit("Photoshop 3.0\0") + "8BIM" + be16(id) + lit("\0\0") +
                           be32(static_cast<std::uint32_t>(data.size())) + data + (data.size() % 2 ? lit("\0") : ""));
}
inline std::string mpf_segment(const std::vector<std::uint32_t>& further_classes) {
  const Tiff t;
  std::string entries = be32(0x030000) + std::string(12, '\0');
  for (const auto c : further_classes) entries += be32(c << 16U) + std::string(12, '\0');
  const std::string tag = t.entry(0xB002, 7, static_cast<std::uint32_t>(entries.size()), be32(26));
  return segment(0xE2, lit("MPF\0") + t.header() + t.ifd({tag}) + entries);
}

}  // namespace stripmeta::test
