#include "strip/metadata/mpf.hpp"

#include <algorithm>
#include <string_view>

#include "strip/metadata/tiff_directory.hpp"

namespace stripmeta {
namespace {

constexpr std::uint16_t tag_version = 0xB000;
constexpr std::uint16_t tag_pictures = 0xB001;
constexpr std::uint16_t tag_entries = 0xB002;
constexpr std::size_t entry_size = 16;
constexpr std::size_t field_size = 12;
constexpr std::size_t tiff_header_size = 8;

std::vector<MpEntry> read_list(const tiff::Entry& list) {
  std::vector<MpEntry> found;
  for (std::size_t at = entry_size; at + entry_size <= list.value.size(); at += entry_size) {
    const auto entry = list.value.subspan(at, entry_size);
    found.push_back({u32(entry, 0, list.order), u32(entry, 4, list.order), u32(entry, 8, list.order)});
  }
  return found;
}

}  // namespace

std::vector<MpEntry> read_mp_entries(Bytes payload) {
  const auto block = tiff::Block::open_classic(payload.subspan(std::min(mp_header_at, payload.size())));
  if (!block) return {};
  const auto index = block->directory(block->first(), tiff::Broken::skip);
  if (!index) return {};
  for (const auto& entry : block->entries(*index)) {
    if (entry.tag == tag_entries) return read_list(entry);
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
  field(tag_version, tiff::type_undefined, 4);
  put_text(out, "0100");
  field(tag_pictures, tiff::type_long, 1);
  put_u32(out, 2);
  field(tag_entries, tiff::type_undefined, 2 * entry_size);
  put_u32(out, entries_at);
  put_u32(out, 0);  // no further IFD
  entry(baseline_primary, first_size, 0);
  entry(0, other_size, other_offset);
  return out;
}

}  // namespace stripmeta
