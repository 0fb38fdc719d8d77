#include "inspect/icc.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "inspect/text.hpp"
#include "strip/base/zlib_stream.hpp"
#include "strip/metadata/icc.hpp"

namespace stripmeta::inspection {
namespace {

constexpr std::size_t max_name = 80;  // bytes of the name in an iCCP chunk, with its zero byte
constexpr std::size_t inflated_limit = 1U << 20U;
constexpr std::size_t header_size = 128;

struct TextTag {
  std::string_view signature;
  std::string_view name;
};

constexpr std::array text_tags{
    TextTag{"desc", "ProfileDescription"},
    TextTag{"cprt", "ProfileCopyright"},
    TextTag{"dmnd", "DeviceManufacturer"},
    TextTag{"dmdd", "DeviceModel"},
};

// The part of the given range that lies within `bytes`.
Bytes within(Bytes bytes, std::size_t at, std::size_t size) {
  const Bytes rest = bytes.subspan(std::min(at, bytes.size()));
  return rest.first(std::min(size, rest.size()));
}

// The first text of a multiLocalizedUnicodeType (10.15), which has records of language, country, length and offset.
std::string localized_text(Bytes data) {
  constexpr std::size_t first_record_end = 28;
  if (data.size() < first_record_end || u32(data, 8) == 0) return {};
  return utf16_to_utf8(within(data, u32(data, 24), std::min<std::size_t>(u32(data, 20), max_rendered_bytes)),
                       ByteOrder::big);
}

// The text of an element of one of the three text types; empty for other types.
std::string tag_text(Bytes data) {
  constexpr std::size_t type_size = 8;  // signature and four reserved bytes
  if (starts_with(data, "mluc")) return localized_text(data);
  if (starts_with(data, "desc") && data.size() >= type_size + 4) {
    const std::size_t size = std::min<std::size_t>(u32(data, type_size), max_rendered_bytes);
    return utf8_or_latin1(trimmed(until_nul(as_text(within(data, type_size + 4, size)))));
  }
  if (starts_with(data, "text")) {
    return utf8_or_latin1(trimmed(until_nul(as_text(within(data, type_size, max_rendered_bytes)))));
  }
  return {};
}

// A four-character code of the header; empty if it is zero.
std::string_view code_at(Bytes profile, std::size_t at) {
  return trimmed(printable_prefix(profile.subspan(at, 4), 4));
}

// dateTimeNumber (4.2): six numbers of two bytes.
std::optional<std::string> date_text(Bytes profile) {
  constexpr std::size_t date_at = 24;
  constexpr std::array<std::string_view, 6> before{"", "-", "-", " ", ":", ":"};
  if (u16(profile, date_at) == 0) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const unsigned number = u16(profile, date_at + (2 * i));
    out.append(before.at(i)).append(number < 10 ? "0" : "").append(std::to_string(number));
  }
  return out;
}

void add_header(Bytes profile, ValueList& out) {
  constexpr std::size_t manufacturer_at = 48;
  constexpr std::size_t model_at = 52;
  constexpr std::size_t creator_at = 80;
  out.add("icc", "ProfileSize", byte_count(u32(profile, 0)));
  if (const auto date = date_text(profile)) out.add("icc", "ProfileDateTime", *date);
  for (const auto& [name, at] :
       {std::pair{"Manufacturer", manufacturer_at}, {"Model", model_at}, {"Creator", creator_at}}) {
    if (const auto code = code_at(profile, at); !code.empty()) out.add("icc", name, code);
  }
}

// Adds the texts of a profile. The tag table is a count, then the signature, offset and size of each tag (7.3).
void add_texts(Bytes profile, ValueList& out) {
  constexpr std::size_t row_size = 12;
  constexpr std::size_t max_tags = 100;  // far above what profiles have
  if (profile.size() < header_size + 4) return;
  const std::size_t count = std::min<std::size_t>(u32(profile, header_size), max_tags);
  for (std::size_t i = 0; i < count; ++i) {
    const Bytes row = within(profile, header_size + 4 + (i * row_size), row_size);
    if (row.size() < row_size) return;
    const auto known = std::ranges::find(text_tags, as_text(row.first(4)), &TextTag::signature);
    if (known == text_tags.end()) continue;
    const auto text = tag_text(within(profile, u32(row, 4), u32(row, 8)));
    if (!text.empty()) out.add("icc", known->name, text);
  }
}

void add_profile(Bytes profile, ValueList& out) {
  if (profile.size() < header_size) return out.add("icc", "Unreadable", "shorter than a profile's header");
  add_header(profile, out);
  add_texts(profile, out);
}

}  // namespace

void add_icc(Bytes payload, ValueList& out) {
  constexpr std::size_t signature_at = 36;  // "acsp"
  if (payload.size() >= header_size && starts_with(payload.subspan(signature_at), "acsp")) {
    return add_profile(payload, out);
  }
  if (starts_with(payload, icc_signature)) {
    if (payload.size() < icc_chunk_head || u8(payload, icc_chunk_head - 2) != 1) return;
    return add_profile(payload.subspan(icc_chunk_head), out);
  }
  const std::size_t name = as_text(payload).substr(0, max_name).find('\0');
  if (name == std::string_view::npos || payload.size() < name + 2) {
    return out.add("icc", "Unreadable", byte_count(payload.size()));
  }
  out.add("icc", "ProfileName", utf8_or_latin1(as_text(payload).substr(0, name)));
  add_profile(inflate_some(payload.subspan(name + 2), inflated_limit), out);
}

}  // namespace stripmeta::inspection
