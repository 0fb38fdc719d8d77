#include "inspect/mpf.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "inspect/text.hpp"
#include "inspect/tiff.hpp"

namespace stripmeta::inspection {
namespace {

enum MpTag : std::uint16_t { mpf_version = 0xB000, number_of_images = 0xB001, mp_entry = 0xB002 };

struct MpType {
  std::uint32_t code;
  std::string_view word;
};

constexpr std::array mp_types{
    MpType{0x000000, "undefined"},
    MpType{0x010001, "large thumbnail (VGA)"},
    MpType{0x010002, "large thumbnail (full HD)"},
    MpType{0x010003, "large thumbnail (4K)"},
    MpType{0x010004, "large thumbnail (8K)"},
    MpType{0x010005, "large thumbnail (16K)"},
    MpType{0x020001, "panorama"},
    MpType{0x020002, "disparity"},
    MpType{0x020003, "multi-angle"},
    MpType{0x030000, "baseline primary image"},
    MpType{0x040000, "original preservation image"},
    MpType{0x050000, "gain map"},
};

std::string type_text(std::uint32_t attributes) {
  const std::uint32_t code = attributes & 0xFFFFFFU;
  const auto known = std::ranges::find(mp_types, code, &MpType::code);
  return known != mp_types.end() ? std::string(known->word) : "type " + hex_text(code, 6);
}

// Each picture has 16 bytes: attributes, size, offset, and the numbers of two pictures that it depends on.
void add_pictures(const TiffEntry& entry, ValueList& out) {
  constexpr std::size_t size = 16;
  for (std::size_t i = 0; i < entry.value.size() / size; ++i) {
    const Bytes picture = entry.value.subspan(i * size, size);
    out.add("mpf", "Image[" + std::to_string(i + 1) + "]",
            type_text(u32(picture, 0, entry.order)) + ", " + byte_count(u32(picture, 4, entry.order)));
  }
}

}  // namespace

void add_mpf(Bytes payload, ValueList& out) {
  constexpr std::string_view signature("MPF\0", 4);
  const auto block =
      tiff::Block::open_classic(starts_with(payload, signature) ? payload.subspan(signature.size()) : payload);
  if (!block) return out.add("mpf", "Unreadable", byte_count(payload.size()) + " without a TIFF header");
  bool has_pictures = false;
  for (const auto& entry : read_directory(*block, block->first()).entries) {
    if (entry.tag == mpf_version) out.add("mpf", "MPFVersion", printable_prefix(entry.value, 4));
    if (entry.tag == number_of_images) out.add("mpf", "NumberOfImages", entry.numbers_text());
    if (entry.tag == mp_entry && !has_pictures) {
      add_pictures(entry, out);
      has_pictures = true;
    }
  }
}

}  // namespace stripmeta::inspection
