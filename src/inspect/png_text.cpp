#include "inspect/png_text.hpp"

#include <array>
#include <cstdio>
#include <string_view>
#include <vector>

#include "inspect/exif.hpp"
#include "inspect/iptc.hpp"
#include "inspect/text.hpp"
#include "inspect/xmp.hpp"
#include "strip/base/zlib_stream.hpp"
#include "strip/png/text.hpp"

namespace stripmeta::inspection {
namespace {

constexpr std::size_t type_size = 4;
constexpr std::size_t inflated_limit = 1U << 20U;

// Adds a raw profile. False if profiles with this name are not read.
bool add_raw_profile(std::string_view name, Bytes profile, Photoshop& photoshop, ValueList& out) {
  constexpr std::string_view packet_signature = "http://ns.adobe.com/xap/1.0/";
  if (name == "xmp" || (name == "APP1" && starts_with(profile, packet_signature))) return add_xmp(profile, out), true;
  if (name == "exif" || name == "APP1") return add_exif(profile, out), true;
  if (name != "iptc" && name != "8bim") return false;
  if (!starts_with(profile, "8BIM")) return add_iptc(profile, out), true;
  photoshop.add_segment(profile);
  return true;
}

}  // namespace

void add_png_text(Bytes chunk, Photoshop& photoshop, ValueList& out) {
  constexpr std::string_view raw_profile = "Raw profile type ";
  if (chunk.size() < type_size) return;
  const auto parts = png::split_text(u32(chunk, 0), chunk.subspan(type_size));
  std::vector<std::byte> inflated;
  if (parts.compressed) inflated = inflate_some(parts.value, inflated_limit);
  const Bytes value = parts.compressed ? Bytes{inflated} : parts.value;
  if (parts.keyword == "XML:com.adobe.xmp") return add_xmp(value, out);
  if (parts.keyword.starts_with(raw_profile)) {
    const auto profile = png::read_raw_profile(value);
    if (add_raw_profile(parts.keyword.substr(raw_profile.size()), profile, photoshop, out)) return;
  }
  const auto text = utf8_or_latin1(trimmed(as_text(value)));
  out.add("text", utf8_or_latin1(parts.keyword), text);
  add_prompt(value, text, out);
}

void add_png_time(Bytes payload, ValueList& out) {
  constexpr std::size_t size = 7;
  if (payload.size() != size) return out.add("time", "Unreadable", byte_count(payload.size()));
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04u:%02u:%02u %02u:%02u:%02u", unsigned{u16(payload, 0)},
                unsigned{u8(payload, 2)}, unsigned{u8(payload, 3)}, unsigned{u8(payload, 4)}, unsigned{u8(payload, 5)},
                unsigned{u8(payload, 6)});
  out.add("time", "ModifyDate", text.data());
}

}  // namespace stripmeta::inspection
