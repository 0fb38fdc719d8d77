#include "strip/jp2/segment.hpp"

#include <bit>

namespace stripmeta::jp2 {
namespace {

// A.6.1: number of levels, width, height and style of code-blocks, transform; if `has_precincts`, a byte for each
// resolution.
bool is_coding_style(Bytes fields, bool has_precincts) {
  constexpr std::size_t fixed = 5;
  if (fields.size() < fixed) return false;
  return fields.size() == fixed + (has_precincts ? u8(fields, 0) + std::size_t{1} : 0);
}

bool is_cod(Bytes fields) {
  constexpr std::size_t fixed = 5;  // style, progression, layers, transform of components
  return fields.size() > fixed && is_coding_style(fields.subspan(fixed), (u8(fields, 0) & 1U) != 0);
}

bool is_coc(Bytes fields, std::size_t index_size) {
  if (fields.size() <= index_size) return false;
  return is_coding_style(fields.subspan(index_size + 1), (u8(fields, index_size) & 1U) != 0);
}

// A.6.4: no quantization, one step size for all, or one for each sub-band. Each level has three sub-bands, and there is
// one more.
bool is_quantization(Bytes fields) {
  constexpr std::size_t most_bands = 97;
  if (fields.empty()) return false;
  const auto style = u8(fields, 0) & 0x1FU;
  const auto size = fields.size() - 1;
  if (style == 1) return size == 2;
  if (style > 2 || (style == 2 && size % 2 != 0)) return false;
  const auto bands = style == 0 ? size : size / 2;
  return bands % 3 == 1 && bands <= most_bands;
}

// A.7.1: an index, the sizes of the numbers below, then for each tile-part the number of its tile and its length.
bool is_tlm(Bytes fields) {
  constexpr std::size_t fixed = 2;
  if (fields.size() < fixed) return false;
  const auto tile_size = u8(fields, 1) >> 4U & 3U;
  const std::size_t entry = tile_size + ((u8(fields, 1) & 0x40U) != 0 ? 4 : 2);
  return tile_size < 3 && (fields.size() - fixed) % entry == 0;
}

bool is_siz(Bytes fields) {
  constexpr std::size_t fixed = 36;
  const auto shape = read_shape(fields);
  return shape.components > 0 && fields.size() == fixed + std::size_t{3} * shape.components;
}

bool is_cap(Bytes fields) {
  constexpr std::size_t fixed = 4;
  if (fields.size() < fixed) return false;
  return fields.size() == fixed + 2 * static_cast<std::size_t>(std::popcount(u32(fields, 0)));
}

bool is_known(unsigned marker) {
  switch (marker) {
    case siz:
    case cap:
    case cod:
    case coc:
    case tlm:
    case plm:
    case plt:
    case qcd:
    case qcc:
    case rgn:
    case poc:
    case ppm:
    case ppt:
    case crg: return true;
    default: return false;
  }
}

bool is_exact(unsigned marker, Bytes fields, const Shape& shape) {
  const auto index = shape.index_size();
  switch (marker) {
    case siz: return is_siz(fields);
    case cap: return is_cap(fields);
    case tlm: return is_tlm(fields);
    case crg: return fields.size() == std::size_t{4} * shape.components;
    case plm:
    case plt:
    case ppm:
    case ppt: return !fields.empty();
    default: break;
  }
  if (shape.has_extensions) return !fields.empty();  // in 15444-2 the segments below may be longer
  switch (marker) {
    case cod: return is_cod(fields);
    case coc: return is_coc(fields, index);
    case qcd: return is_quantization(fields);
    case qcc: return fields.size() > index && is_quantization(fields.subspan(index));
    case rgn: return fields.size() == index + 2;
    case poc: return !fields.empty() && fields.size() % (5 + 2 * index) == 0;
    default: return false;
  }
}

}  // namespace

Shape read_shape(Bytes fields) {
  constexpr std::size_t components_at = 34;
  constexpr unsigned extensions = 0x8000;  // a bit of Rsiz
  if (fields.size() < components_at + 2) return {};
  return {u16(fields, components_at), (u16(fields, 0) & extensions) != 0};
}

Judgement judge_segment(unsigned marker, Bytes fields, const Shape& shape) {
  if (shape.has_extensions && marker >= first_of_part2 && marker <= last_of_part2) return Judgement::stays;
  if (!is_known(marker)) return Judgement::goes;
  return is_exact(marker, fields, shape) ? Judgement::stays : Judgement::damaged;
}

}  // namespace stripmeta::jp2
