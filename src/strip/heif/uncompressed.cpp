#include "strip/heif/uncompressed.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "strip/base/zlib_stream.hpp"

namespace stripmeta::heif {
namespace {

using bmff::Reader;
using bmff::type;

// 23001-17 5.3: ways to lay out samples that are known by a name.
constexpr std::array<bmff::Type, 20> profiles{type("gene"), type("rgb3"), type("rgba"), type("abgr"), type("2vuy"),
                                              type("yuv2"), type("yvyu"), type("vyuy"), type("yuv1"), type("v308"),
                                              type("v408"), type("y210"), type("v410"), type("v210"), type("i420"),
                                              type("nv12"), type("nv21"), type("yu22"), type("yv22"), type("yv20")};

enum Interleave : std::uint8_t { by_component = 0, by_pixel = 1, mixed = 2, by_row = 3, by_tile_component = 4 };

struct Component {
  unsigned kind{0};  // of cmpd
  std::uint64_t bits{0};
  std::uint64_t bytes{0};  // that each sample takes; 0: samples are packed

  std::uint64_t room() const { return bytes != 0 ? 8 * bytes : bits; }
  bool is_chroma() const { return kind == 2 || kind == 3; }
};

struct Layout {
  std::vector<Component> components;
  unsigned sampling{0};
  unsigned interleave{0};
  std::uint64_t block{0};
  std::uint64_t pixel{0};
  std::uint64_t row_align{0};
  std::uint64_t tile_align{0};
  std::uint64_t columns{1};
  std::uint64_t rows{1};
};

constexpr std::size_t max_components = 1024;
constexpr unsigned first_private = 0x8000;  // kinds from here on have a name

std::vector<unsigned> read_kinds(Bytes cmpd) {
  Reader reader{cmpd};
  const auto count = std::min<std::size_t>(reader.u32(), max_components);
  std::vector<unsigned> kinds;
  for (std::size_t i = 0; i < count && reader.ok(); ++i) {
    kinds.push_back(reader.u16());
    if (kinds.back() >= first_private) reader.text();
  }
  return kinds;
}

// Version 1 has nothing but the name of a way to lay out samples (5.3).
Layout read_short(bmff::Type profile) {
  Layout layout;
  const std::size_t count = profile == type("rgb3") ? 3 : profile == type("rgba") || profile == type("abgr") ? 4 : 0;
  layout.components.assign(count, {0, 8, 0});
  layout.interleave = by_pixel;
  return layout;
}

Layout read_layout(Bytes uncc, const std::vector<unsigned>& kinds) {
  Reader reader{uncc};
  const auto head = bmff::read_full(reader);
  const auto profile = reader.u32();
  if (head.version == 1) return read_short(profile);
  Layout layout;
  const auto count = std::min<std::size_t>(reader.u32(), max_components);
  for (std::size_t i = 0; i < count && reader.ok(); ++i) {
    const std::size_t index = reader.u16();
    const std::uint64_t bits = reader.u8() + std::uint64_t{1};
    reader.u8();  // format
    layout.components.push_back({index < kinds.size() ? kinds[index] : 0, bits, reader.u8()});
  }
  layout.sampling = reader.u8();
  layout.interleave = reader.u8();
  layout.block = reader.u8();
  reader.u8();  // order of bytes and bits
  layout.pixel = reader.u32();
  layout.row_align = reader.u32();
  layout.tile_align = reader.u32();
  layout.columns += reader.u32();
  layout.rows += reader.u32();
  if (!reader.ok()) layout.components.clear();
  return layout;
}

std::uint64_t round_up(std::uint64_t size, std::uint64_t step) {
  return step == 0 ? size : (size + step - 1) / step * step;
}

// The size of one tile of width x height samples.
class TileSize {
 public:
  TileSize(const Layout& layout, std::uint64_t width, std::uint64_t height)
      : layout_(layout), width_(width), height_(height) {}

  std::optional<std::uint64_t> size() const {
    switch (layout_.interleave) {
      case by_component:
      case by_row: return round_up(planes(), layout_.tile_align);
      case by_tile_component: return tiles_of_components();
      case by_pixel: return round_up(height_ * pixel_row(), layout_.tile_align);
      case mixed: return mixed_size();
      default: return std::nullopt;
    }
  }

 private:
  std::uint64_t across(const Component& component) const {
    const std::uint64_t step = !component.is_chroma() || layout_.sampling == 0 ? 1 : layout_.sampling == 3 ? 4 : 2;
    return (width_ + step - 1) / step;
  }
  std::uint64_t down(const Component& component) const {
    return component.is_chroma() && layout_.sampling == 2 ? (height_ + 1) / 2 : height_;
  }

  // A row of `count` samples. Blocks hold as many whole samples as fit in.
  std::uint64_t row(std::uint64_t count, std::uint64_t bits) const {
    if (layout_.block == 0) return round_up((count * bits + 7) / 8, layout_.row_align);
    const auto in_block = std::max<std::uint64_t>(8 * layout_.block / bits, 1);
    return round_up((count + in_block - 1) / in_block * layout_.block, layout_.row_align);
  }

  std::uint64_t plane(const Component& component) const {
    return down(component) * row(across(component), component.room());
  }

  std::uint64_t planes() const {
    std::uint64_t sum = 0;
    for (const auto& component : layout_.components) sum += plane(component);
    return sum;
  }

  std::uint64_t tiles_of_components() const {
    std::uint64_t sum = 0;
    for (const auto& component : layout_.components) sum += round_up(plane(component), layout_.tile_align);
    return sum;
  }

  // A component of whole bytes begins at a byte. So only the first pixel of a row may be smaller than the others.
  std::uint64_t pixel_row() const {
    const auto first = end_of_pixel(0);
    const auto next = end_of_pixel(first) - first;
    const auto least = 8 * std::max(layout_.pixel, layout_.block);
    const auto bits = least != 0 ? width_ * std::max(first, least) : first + (width_ - 1) * next;
    return round_up((bits + 7) / 8, layout_.row_align);
  }

  std::uint64_t end_of_pixel(std::uint64_t at) const {
    for (const auto& component : layout_.components) {
      if (component.bytes != 0) at = round_up(at, 8);
      at += component.room();
    }
    return at;
  }

  // The samples of both chroma components are interleaved, in a plane after that of luma.
  std::optional<std::uint64_t> mixed_size() const {
    std::uint64_t sum = 0;
    std::size_t chroma = 0;
    for (const auto& component : layout_.components) {
      if (!component.is_chroma()) sum += plane(component);
      if (component.is_chroma() && ++chroma == 2) sum += down(component) * row(2 * across(component), component.room());
    }
    return chroma == 2 ? std::optional{round_up(sum, layout_.tile_align)} : std::nullopt;
  }

  const Layout& layout_;
  std::uint64_t width_;
  std::uint64_t height_;
};

std::optional<std::uint64_t> plain_size(const UncompressedItem& item) {
  constexpr std::uint64_t most = 1U << 24U;  // of a side, a count or an alignment; so that no product overflows
  Reader reader{item.extent};
  bmff::read_full(reader);
  const std::uint64_t width = reader.u32();
  const std::uint64_t height = reader.u32();
  const auto layout = read_layout(item.layout, read_kinds(item.components));
  const auto is_too_large = [](std::uint64_t value) { return value > most; };
  const bool is_odd =
      layout.components.empty() || width == 0 || height == 0 ||
      std::ranges::any_of(std::array{width, height, layout.pixel, layout.row_align, layout.tile_align}, is_too_large) ||
      layout.columns > width || layout.rows > height;
  if (is_odd) return std::nullopt;
  const auto tile = TileSize{layout, width / layout.columns, height / layout.rows}.size();
  if (!tile || *tile > UINT64_MAX / most) return std::nullopt;
  return *tile * (layout.columns * layout.rows);
}

constexpr std::array<std::size_t, 5> offset_sizes{0, 2, 3, 4, 8};
constexpr std::array<std::size_t, 5> unit_sizes{1, 2, 3, 4, 8};

// How many compressed units decoders read (23001-17 6.2.2): of the whole item or picture, or of each tile.
std::uint64_t unit_count(Bytes compression, Bytes uncc) {
  Reader reader{compression};
  bmff::read_full(reader);
  reader.u32();
  const unsigned unit = reader.u8();
  constexpr unsigned picture = 1;
  constexpr unsigned tile = 2;
  constexpr std::uint64_t most_tiles = 1U << 20U;  // of a side, so that the product does not overflow
  if (reader.ok() && unit <= picture) return 1;
  const auto layout = read_layout(uncc, {});
  const bool known = reader.ok() && unit == tile && !layout.components.empty();
  return known ? std::min(layout.columns, most_tiles) * std::min(layout.rows, most_tiles) : UINT64_MAX;
}

// The end of the last of so many compressed units.
std::optional<std::uint64_t> units_end(Bytes icef, std::uint64_t count) {
  Reader reader{icef};
  bmff::read_full(reader);
  const unsigned codes = reader.u8();
  const std::size_t offset_code = codes >> 5U;
  const std::size_t size_code = codes >> 2U & 7U;
  if (offset_code >= offset_sizes.size() || size_code >= unit_sizes.size()) return std::nullopt;
  std::uint64_t last = 0;
  std::uint64_t reached = 0;
  for (auto left = std::min<std::uint64_t>(reader.u32(), count); left > 0 && reader.ok(); --left) {
    const auto offset = offset_code == 0 ? reached : reader.number(offset_sizes.at(offset_code));
    const auto size = reader.number(unit_sizes.at(size_code));
    if (size > UINT64_MAX - offset) return std::nullopt;
    reached = offset + size;
    last = std::max(last, reached);
  }
  return last == 0 || !reader.ok() ? std::nullopt : std::optional{last};
}

std::optional<std::uint64_t> compressed_size(const UncompressedItem& item, Bytes data) {
  constexpr std::size_t most = 1U << 28U;
  if (!item.units.empty()) {
    if (const auto end = units_end(item.units, unit_count(item.compression, item.layout))) return end;
  }
  Reader reader{item.compression};
  bmff::read_full(reader);
  if (reader.u32() != type("zlib") || reader.u8() != 0) return std::nullopt;  // 0: the whole item is one unit
  const auto whole = plain_size(item);
  if (!whole || *whole > most) return std::nullopt;
  const auto inflated = inflate_zlib(data, static_cast<std::size_t>(*whole));
  return inflated ? std::optional<std::uint64_t>{inflated->consumed} : std::nullopt;
}

}  // namespace

void copy_uncompressed(FieldCopy& copy) {
  constexpr std::size_t alignments = 3;
  const auto head = copy.full(1);
  const auto profile = static_cast<bmff::Type>(copy.number(4));
  copy.require(profile == 0 || std::ranges::find(profiles, profile) != profiles.end());
  if (head.version == 1) return;
  const auto count = copy.number(4);
  for (std::uint64_t i = 0; i < count && copy.ok(); ++i) {
    copy.number(2);  // index in cmpd
    copy.number(1);  // bits
    copy.number(1);  // format
    copy.number(1);  // bytes that a sample takes
  }
  copy.number(1);     // sampling
  copy.number(1);     // interleaving
  copy.number(1);     // bytes of a block
  copy.masked(0xF8);  // order of bytes and bits
  for (std::size_t i = 0; i < alignments; ++i) copy.number(4);
  copy.number(4);  // columns of tiles
  copy.number(4);  // rows of tiles
}

void copy_components(FieldCopy& copy) {
  const auto count = copy.number(4);
  for (std::uint64_t i = 0; i < count && copy.ok(); ++i) {
    if (copy.number(2) < first_private) continue;
    copy.drop_text();
    copy.write_zero();
  }
}

std::vector<std::byte> used_components(Bytes components, const std::vector<Bytes>& layouts) {
  std::set<unsigned> named;
  for (const auto layout : layouts) {
    Reader reader{layout};
    const bool names = bmff::read_full(reader).version == 0;
    reader.u32();  // the profile
    for (auto left = reader.u32(); left > 0 && names && reader.ok(); --left) {
      named.insert(reader.u16());
      reader.take(3);
    }
    if (!names || !reader.ok()) return {components.begin(), components.end()};
  }
  auto kinds = read_kinds(components);
  kinds.resize(named.empty() ? 0 : std::min<std::size_t>(kinds.size(), *named.rbegin() + std::size_t{1}));
  std::vector<std::byte> used;
  put_u32(used, static_cast<std::uint32_t>(kinds.size()));
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const auto kind = named.contains(static_cast<unsigned>(i)) ? kinds[i] : 0;
    put_u16(used, kind);
    if (kind >= first_private) put_u8(used, 0);
  }
  return used;
}

std::vector<std::byte> used_units(Bytes units, Bytes compression, Bytes layout) {
  constexpr std::size_t head = 9;
  const unsigned codes = u8(units, 4);
  const auto row = offset_sizes.at(codes >> 5U) + unit_sizes.at(codes >> 2U & 7U);
  const auto count = std::min<std::uint64_t>(u32(units, head - 4), unit_count(compression, layout));
  const auto used = units.first(head + static_cast<std::size_t>(count) * row);
  std::vector<std::byte> payload{used.begin(), used.end()};
  set_u32(payload, head - 4, static_cast<std::uint32_t>(count));
  return payload;
}

void copy_compression(FieldCopy& copy) {
  copy.full();
  const auto kind = static_cast<bmff::Type>(copy.number(4));
  copy.require(kind == type("defl") || kind == type("zlib") || kind == type("brot"));
  copy.number(1);
}

void copy_units(FieldCopy& copy) {
  copy.full();
  const auto codes = copy.masked(0xFC);
  const std::size_t offset_code = codes >> 5U;
  const std::size_t size_code = codes >> 2U & 7U;
  copy.require(offset_code < offset_sizes.size() && size_code < unit_sizes.size());
  const auto count = copy.number(4);
  for (std::uint64_t i = 0; i < count && copy.ok(); ++i) {
    if (offset_code != 0) copy.number(offset_sizes.at(offset_code));
    copy.number(unit_sizes.at(size_code));
  }
}

std::optional<std::uint64_t> uncompressed_size(const UncompressedItem& item, Bytes data) {
  return item.compression.empty() ? plain_size(item) : compressed_size(item, data);
}

}  // namespace stripmeta::heif
