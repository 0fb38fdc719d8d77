#include "strip/metadata/mpf.hpp"

#include <string_view>

namespace stripmeta {
namespace {

constexpr std::uint16_t tag_version = 0xB000;
constexpr std::uint16_t tag_pictures = 0xB001;
constexpr std::uint16_t tag_entries = 0xB002;
constexpr std::uint16_t type_long = 4;
constexpr std::uint16_t type_undefined = 7;
constexpr std::size_t entry_size = 16;
constexpr std::size_t field_size = 12;
constexpr std::size_t tiff_header_size = 8;

// The list of entries that a field of the index IFD points to.
std::vector<MpEntry> read_list(Bytes tiff, std::size_t field, ByteOrder order) {
  std::vector<MpEntry> found;
  const std::size_t bytes = u32(tiff, field + 4, order);
  const std::size_t first = u32(tiff, field + 8, order);
  if (first > tiff.size()) return found;
  for (std::size_t at = entry_size; at + entry_size <= bytes && first + at + entry_size <= tiff.size();
       at += entry_size) {
    const auto entry = tiff.subspan(first + at, entry_size);
    found.push_back({u32(entry, 0, order), u32(entry, 4, order), u32(entry, 8, order)});
  }
  return found;
}

}  // namespace

std::vector<MpEntry> read_mp_entries(Bytes payload) {
  if (payload.size() < mp_header_at + tiff_header_size) return {};
  const Bytes tiff = payload.subspan(mp_header_at);
  const auto order = starts_with(tiff, "II") ? ByteOrder::little : ByteOrder::big;
  const std::size_t ifd = u32(tiff, 4, order);
  if (ifd > tiff.size() - 2) return {};
  const std::size_t count = u16(tiff, ifd, order);
  for (std::size_t i = 0; i < count && ifd + 2 + (i + 1) * field_size <= tiff.size(); ++i) {
    const std::size_t field = ifd + 2 + i * field_size;
    // A second list of entries is none (DC-007 5.2.3).
    if (u16(tiff, field, order) == tag_entries) return read_list(tiff, field, order);
  }
  return {};
}

MultiPicture read_mpf(Bytes payload) {
  MultiPicture found;
  for (const auto& entry : read_mp_entries(payload)) ++(entry.is_thumbnail() ? found.thumbnails : found.pictures);
  return found;
}

std::vector<std::byte> make_mpf(std::uint32_t first_size, std::uint32_t other_size, std::uint32_t other_offset) {
  constexpr std::uint32_t baseline_primary = 0x030000;
  constexpr unsigned fields = 3;
  constexpr std::size_t entries_at = tiff_header_size + 2 + fields * field_size + 4;
  std::vector<std::byte> out;
  const auto field = [&](std::uint16_t tag, std::uint16_t type, std::uint32_t count) {
    put_u16(out, tag);
    put_u16(out, type);
    put_u32(out, count);
  };
  const auto entry = [&](std::uint32_t attributes, std::uint32_t size, std::uint32_t offset) {
    put_u32(out, attributes);
    put_u32(out, size);
    put_u32(out, offset);
    put_u32(out, 0);  // no dependent pictures
  };
  put_text(out, std::string_view("MPF\0MM\0*", 8));
  put_u32(out, tiff_header_size);
  put_u16(out, fields);
  field(tag_version, type_undefined, 4);
  put_text(out, "0100");
  field(tag_pictures, type_long, 1);
  put_u32(out, 2);
  field(tag_entries, type_undefined, 2 * entry_size);
  put_u32(out, entries_at);
  put_u32(out, 0);  // no further IFD
  entry(baseline_primary, first_size, 0);
  entry(0, other_size, other_offset);
  return out;
}

}  // namespace stripmeta
