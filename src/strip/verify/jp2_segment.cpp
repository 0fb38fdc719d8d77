#include "strip/verify/jp2_segment.hpp"

#include <algorithm>

namespace stripmeta::verify {
namespace {

enum Marker : std::uint16_t {
  capabilities = 0xFF50,
  size = 0xFF51,
  style_all = 0xFF52,
  style_one = 0xFF53,
  steps_all = 0xFF5C,
  steps_one = 0xFF5D,
  region = 0xFF5E,
  order = 0xFF5F,
  packed_main = 0xFF60,
  packed_tile = 0xFF61,
  first_extension = 0xFF70,
  last_extension = 0xFF79,
};

Verdict at(std::uint64_t offset, std::string_view rule) {
  return Unaccounted{offset, rule};
}

bool is_extension(unsigned marker) {
  return marker >= first_extension && marker <= last_extension;
}

// A profile's number is one of the first eight, or that of a family (cinema, broadcast, IMF) with two levels.
bool has_profile(unsigned number) {
  if (number < 8) return true;
  const auto family = number >> 8U;
  return family >= 1 && family <= 9 && (number >> 4U & 15U) < 12 && (number & 15U) < 12;
}

}  // namespace

bool Jp2Segments::is_allowed(unsigned marker) const {
  switch (marker) {
    case size:
    case capabilities:
    case packed_main: return !in_tile_part_;
    case packed_tile: return in_tile_part_;
    case style_all:
    case style_one:
    case steps_all:
    case steps_one:
    case region:
    case order: return true;
    default: return has_extensions_ && is_extension(marker);
  }
}

Verdict Jp2Segments::read(unsigned marker, Bytes fields) {
  if (!is_allowed(marker)) return at(0, "a segment that shows nothing");
  if (marker == size) return has_size() ? at(0, "SIZ comes twice") : read_size(fields);
  if (is_extension(marker)) return {};
  const bool has_index = marker == style_one || marker == steps_one || marker == region;
  if (fields.size() < (has_index ? index_size() + 1 : 1)) return at(0, "a segment without its fields");
  if (marker == packed_main || marker == packed_tile) return {};
  const std::uint32_t component = !has_index ? 0 : index_size() == 1 ? u8(fields, 0) : u16(fields, 0);
  const auto key = std::uint32_t{marker} << 16U | component;
  if (std::ranges::find(seen_, key) != seen_.end()) return at(0, "a segment that comes twice");
  seen_.push_back(key);
  if (has_index && component >= depths_.size()) return at(0, "a segment of no component");
  return read_known(marker, fields);
}

Verdict Jp2Segments::read_known(unsigned marker, Bytes fields) {
  const auto index = index_size();
  if (marker == capabilities) {
    const bool is_right = fields.size() == 6 && u32(fields, 0) == 0x20000 && (u16(fields, 4) & 0x07C0U) == 0;
    return is_right ? Verdict{} : at(0, "capabilities other than those of part 15");
  }
  if (has_extensions_) return {};
  switch (marker) {
    case style_all:
      if (fields.size() < 10 || u8(fields, 0) > 7 || u8(fields, 1) > 4 || u8(fields, 4) > 1) {
        return at(0, "a coding style with a value that it cannot have");
      }
      return read_style(fields, 5, (u8(fields, 0) & 1U) != 0);
    case style_one:
      if (u8(fields, index) > 1) return at(index, "a component's coding style with a value that it cannot have");
      return read_style(fields, index + 1, u8(fields, index) == 1);
    case steps_all: return read_steps(fields, 0);
    case steps_one: return read_steps(fields, index);
    case region:
      return fields.size() == index + 2 && u8(fields, index) == 0 ? Verdict{} : at(0, "a region of another style");
    default: return read_order(fields);
  }
}

Verdict Jp2Segments::read_size(Bytes fields) {
  if (fields.size() < 39 || fields.size() != std::size_t{36} + 3U * u16(fields, 34)) {
    return at(0, "SIZ of another length");
  }
  const unsigned flags = u16(fields, 0) & 0xC000U;
  if (!has_profile(u16(fields, 0) - flags)) return at(0, "a profile that does not exist");
  has_extensions_ = (flags & 0x8000U) != 0;
  struct Axis {
    std::uint64_t end, begin, tile, first_tile;
  };
  const auto axis = [&](std::size_t i) {
    return Axis{u32(fields, i), u32(fields, i + 8), u32(fields, i + 16), u32(fields, i + 24)};
  };
  tiles_ = 1;
  for (const auto& [end, begin, tile, first_tile] : {axis(2), axis(6)}) {
    if (begin >= end || first_tile > begin || tile == 0 || first_tile + tile <= begin) return at(2, "an empty picture");
    tiles_ *= (end - first_tile + tile - 1) / tile;
  }
  if (tiles_ > 65535) return at(18, "too many tiles");
  width_ = static_cast<std::uint32_t>(axis(2).end - axis(2).begin);
  height_ = static_cast<std::uint32_t>(axis(6).end - axis(6).begin);
  for (std::size_t i = 36; i < fields.size(); i += 3) {
    if ((u8(fields, i) & 0x7FU) > 37 || u8(fields, i + 1) == 0 || u8(fields, i + 2) == 0)
      return at(i, "an empty component");
    depths_.push_back(u8(fields, i));
  }
  return {};
}

// Levels, sides of code-blocks, their style, the transform, precincts.
Verdict Jp2Segments::read_style(Bytes fields, std::size_t start, bool has_precincts) {
  if (fields.size() < start + 5) return at(0, "a coding style without its fields");
  const unsigned levels = u8(fields, start);
  if (levels > 32 || u8(fields, start + 1) > 8 || u8(fields, start + 2) > 8 || u8(fields, start + 4) > 1) {
    return at(start, "a coding style with a value that it cannot have");
  }
  levels_ = std::max(levels_, levels);
  return fields.size() == start + 5 + (has_precincts ? levels + 1 : 0) ? Verdict{} : at(start, "precincts of no level");
}

Verdict Jp2Segments::read_steps(Bytes fields, std::size_t start) {
  const unsigned kind = u8(fields, start) & 0x1FU;
  const auto size = fields.size() - start - 1;
  if (kind > 2) return at(start, "a quantization that is not known");
  if (kind == 1) return size == 2 ? Verdict{} : at(start, "a quantization of another length");
  const std::size_t each = kind == 0 ? 1 : 2;
  if (size % each != 0 || size / each > 97) return at(start, "a quantization of another length");
  const auto bands = size / each;
  const auto counting = std::min<std::size_t>(bands, std::size_t{3} * levels_ + 1);
  for (std::size_t i = start + 1; i < fields.size(); ++i) {
    const bool is_spare = in_tile_part_ && i >= start + 1 + counting * each;
    const unsigned free_bits = is_spare ? 0xFF : kind == 0 ? 0x07 : 0;
    if ((u8(fields, i) & free_bits) != 0) return at(i, "free bits of a quantization that are not zero");
  }
  if (!in_tile_part_) most_bands_ = std::max(most_bands_, bands);
  return {};
}

Verdict Jp2Segments::read_order(Bytes fields) const {
  const auto index = index_size();
  const auto row = 5 + 2 * index;
  if (fields.size() % row != 0) return at(0, "an order of packets of another length");
  for (std::size_t i = 0; i < fields.size(); i += row) {
    const bool is_right =
        u8(fields, i) < u8(fields, i + 3 + index) && u8(fields, i + 3 + index) <= 33 && u8(fields, i + row - 1) <= 4;
    if (!is_right) return at(i, "an order of no packets");
  }
  return {};
}

Verdict Jp2Segments::begin_tile_part() {
  if (!in_tile_part_ && most_bands_ > std::size_t{3} * levels_ + 1)
    return at(0, "a quantization of bands that no level has");
  if (!in_tile_part_) tile_parts_.resize(static_cast<std::size_t>(tiles_));
  in_tile_part_ = true;
  seen_.clear();
  return {};
}

Verdict Jp2Segments::read_tile_part(Bytes fields) {
  const std::size_t index = u16(fields, 0);
  if (index >= tile_parts_.size()) return at(0, "a part of no tile");
  auto& tile = tile_parts_[index];
  if (u8(fields, 6) != tile.parts) return at(6, "a tile-part with another number");
  ++tile.parts;
  const auto total = u8(fields, 7);
  if (total == 0) return {};
  if (total < tile.parts || (tile.total != 0 && total != tile.total)) return at(7, "another number of tile-parts");
  tile.total = total;
  return {};
}

}  // namespace stripmeta::verify
