#include "strip/jp2/segment.hpp"

#include <algorithm>
#include <span>

namespace stripmeta::jp2 {
namespace {

using Fields = std::span<std::byte>;

void mask(Fields fields, std::size_t at, unsigned bits) {
  fields[at] &= static_cast<std::byte>(bits);
}

unsigned component_at(Bytes fields, const Shape& shape) {
  return shape.index_size() == 1 ? u8(fields, 0) : u16(fields, 0);
}

// Whether Rsiz names a profile of 15444-1 Table A.10: small ones, those of cinemas, broadcast and IMF with their
// levels. Two flags say that parts 2 and 15 are used.
bool is_profile(unsigned rsiz) {
  constexpr unsigned flags = 0xC000;
  constexpr unsigned last_plain = 7;
  constexpr unsigned most_level = 11;
  const auto profile = rsiz & ~flags;
  if (profile <= last_plain) return true;
  return profile >= 0x0100 && profile < 0x0A00 && (profile & 0x0FU) <= most_level &&
         (profile >> 4U & 0x0FU) <= most_level;
}

// A.5.1. Rsiz says nothing that decoders need but for its two flags.
bool hold_siz(Fields fields, const Shape& shape) {
  constexpr unsigned flags = 0xC0;
  if (shape.components() == 0) return false;
  if (!is_profile(u16(fields, 0))) {
    mask(fields, 0, flags);
    mask(fields, 1, 0);
  }
  return true;
}

// 15444-15 A.3: only part 15 has capabilities that decoders look at. Five bits are reserved.
bool hold_cap(Fields fields) {
  constexpr std::uint32_t part15 = 0x00020000;
  constexpr unsigned used_high = 0xF8;
  constexpr unsigned used_low = 0x3F;
  if (fields.size() != 6 || u32(fields, 0) != part15) return false;
  mask(fields, 4, used_high);
  mask(fields, 5, used_low);
  return true;
}

// A.6.1: number of levels, width, height and style of code-blocks, transform; if `has_precincts`, a byte for each
// resolution.
bool hold_coding_style(Fields fields, bool has_precincts) {
  constexpr std::size_t fixed = 5;
  constexpr unsigned most_levels = 32;
  constexpr unsigned low = 0x0F;
  constexpr unsigned most_exponent = 8;  // a code-block has at most 2^(8+2) samples a side
  if (fields.size() < fixed || u8(fields, 0) > most_levels || u8(fields, 4) > 1) return false;
  mask(fields, 1, low);
  mask(fields, 2, low);
  if (u8(fields, 1) > most_exponent || u8(fields, 2) > most_exponent) return false;
  return fields.size() == fixed + (has_precincts ? u8(fields, 0) + std::size_t{1} : 0);
}

bool hold_cod(Fields fields) {
  constexpr std::size_t fixed = 5;  // style, progression, layers, transform of components
  constexpr unsigned used = 0x07;
  constexpr unsigned last_progression = 4;
  if (fields.size() <= fixed || u8(fields, 1) > last_progression || u8(fields, 4) > 1) return false;
  mask(fields, 0, used);
  return hold_coding_style(fields.subspan(fixed), (u8(fields, 0) & 1U) != 0);
}

bool hold_coc(Fields fields, const Shape& shape) {
  const auto index = shape.index_size();
  if (fields.size() <= index || component_at(fields, shape) >= shape.components()) return false;
  mask(fields, index, 1);
  return hold_coding_style(fields.subspan(index + 1), (u8(fields, index) & 1U) != 0);
}

// A.6.4: no quantization, one step size for all, or one for each sub-band. Each level has three sub-bands, and there is
// one more. Without quantization, three bits of each byte are reserved.
bool hold_quantization(Fields fields) {
  constexpr std::size_t most_bands = 97;
  constexpr unsigned exponent = 0xF8;
  if (fields.empty()) return false;
  const auto style = u8(fields, 0) & 0x1FU;
  const auto size = fields.size() - 1;
  if (style == 1) return size == 2;
  if (style > 2 || (style == 2 && size % 2 != 0)) return false;
  for (std::size_t i = 1; i < fields.size() && style == 0; ++i) mask(fields, i, exponent);
  const auto bands = style == 0 ? size : size / 2;
  return bands % 3 == 1 && bands <= most_bands;
}

bool hold_qcc(Fields fields, const Shape& shape) {
  if (fields.size() <= shape.index_size() || component_at(fields, shape) >= shape.components()) return false;
  return hold_quantization(fields.subspan(shape.index_size()));
}

// A.6.3: one style is known, an implicit region, and by how many bits it is shifted.
bool hold_rgn(Fields fields, const Shape& shape) {
  const auto index = shape.index_size();
  return fields.size() == index + 2 && component_at(fields, shape) < shape.components() && u8(fields, index) == 0;
}

// A.6.6: which packets come in which order, in rows.
bool hold_poc(Fields fields, const Shape& shape) {
  constexpr unsigned most_resolutions = 33;
  constexpr unsigned last_progression = 4;
  const auto index = shape.index_size();
  const auto row = 5 + 2 * index;
  if (fields.empty() || fields.size() % row != 0) return false;
  for (; !fields.empty(); fields = fields.subspan(row)) {
    const auto first = u8(fields, 0);
    const auto end = u8(fields, 3 + index);
    if (first >= end || end > most_resolutions || u8(fields, row - 1) > last_progression) return false;
  }
  return true;
}

bool hold(unsigned marker, Fields fields, const Shape& shape) {
  if (marker == ppm || marker == ppt) return fields.size() > 1;
  if (marker == siz) return hold_siz(fields, shape);
  if (shape.has_extensions) return !fields.empty();  // in 15444-2 the segments below may be longer
  switch (marker) {
    case cod: return hold_cod(fields);
    case coc: return hold_coc(fields, shape);
    case qcd: return hold_quantization(fields);
    case qcc: return hold_qcc(fields, shape);
    case rgn: return hold_rgn(fields, shape);
    default: return hold_poc(fields, shape);
  }
}

// Whether decoders need such a segment at this place (Table A.2).
bool is_needed(unsigned marker, Place place, const Shape& shape) {
  switch (marker) {
    case siz:
    case ppm: return place == Place::main_header;
    case ppt: return place == Place::tile_part;
    case cod:
    case coc:
    case qcd:
    case qcc:
    case rgn:
    case poc: return true;
    default: return shape.has_extensions && marker >= first_of_part2 && marker <= last_of_part2;
  }
}

// How many tiles of this size there are from their first corner to the picture's end (B.3).
std::uint64_t tiles_along(std::uint32_t end, std::uint32_t first, std::uint32_t size) {
  return (std::uint64_t{end} - first + size - 1) / size;
}

}  // namespace

Shape read_shape(Bytes fields) {
  constexpr std::size_t fixed = 36;
  constexpr std::size_t component_size = 3;
  constexpr unsigned extensions = 0x8000;  // a bit of Rsiz
  constexpr unsigned most_depth = 37;      // bits less one
  constexpr std::uint64_t most_tiles = 65535;
  if (fields.size() < fixed + component_size) return {};
  const auto number = [&](std::size_t i) { return u32(fields, 2 + 4 * i); };
  const auto across = [&](std::size_t i) { return tiles_along(number(i), number(i + 6), number(i + 4)); };
  for (std::size_t i = 0; i < 2; ++i) {  // horizontally, vertically: end, begin, size of tiles, begin of tiles
    const std::uint64_t first_tile_end = std::uint64_t{number(i + 6)} + number(i + 4);
    const bool is_right = number(i + 2) < number(i) && number(i + 6) <= number(i + 2) && first_tile_end > number(i + 2);
    if (!is_right || number(i + 4) == 0) return {};
  }
  const std::size_t count = u16(fields, fixed - 2);
  if (fields.size() != fixed + component_size * count || across(0) * across(1) > most_tiles) return {};
  Shape shape{
      number(0) - number(2), number(1) - number(3), across(0) * across(1), {}, (u16(fields, 0) & extensions) != 0};
  for (std::size_t at = fixed; at < fields.size(); at += component_size) {
    const bool is_right = (u8(fields, at) & 0x7FU) <= most_depth && u8(fields, at + 1) > 0 && u8(fields, at + 2) > 0;
    if (!is_right) return {};
    shape.depths.push_back(u8(fields, at));
  }
  return shape;
}

Judged judge_segment(unsigned marker, Bytes fields, const Shape& shape, Place place) {
  std::vector<std::byte> held{fields.begin(), fields.end()};
  if (marker == cap) {
    const bool stays = place == Place::main_header && hold_cap(held);
    return {stays ? Judgement::stays : Judgement::goes, std::move(held)};
  }
  if (!is_needed(marker, place, shape)) return {Judgement::goes, {}};
  const bool is_of_part2 = marker >= first_of_part2 && marker <= last_of_part2;
  if (is_of_part2 || hold(marker, held, shape)) return {Judgement::stays, std::move(held)};
  return {Judgement::damaged, {}};
}

unsigned component_of(unsigned marker, Bytes fields, const Shape& shape) {
  const bool has_component = marker == coc || marker == qcc || marker == rgn;
  return has_component && fields.size() >= shape.index_size() ? component_at(fields, shape) : 0;
}

unsigned levels_of(unsigned marker, Bytes fields, const Shape& shape) {
  constexpr std::size_t in_cod = 5;
  const auto at = marker == cod ? in_cod : shape.index_size() + 1;
  return (marker == cod || marker == coc) && fields.size() > at ? u8(fields, at) : 0;
}

std::size_t counting_size(unsigned marker, Bytes fields, const Shape& shape, unsigned levels) {
  if ((marker != qcd && marker != qcc) || shape.has_extensions) return fields.size();
  const auto style_at = marker == qcd ? 0 : shape.index_size();
  const auto style = u8(fields, style_at) & 0x1FU;
  if (style == 1) return fields.size();
  const std::size_t bands = 3 * levels + 1;
  return std::min(fields.size(), style_at + 1 + bands * (style == 0 ? 1 : 2));
}

}  // namespace stripmeta::jp2
