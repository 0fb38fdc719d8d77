// The segments of a JPEG 2000 codestream (ISO/IEC 15444-1 Annex A): which ones stay, and what each may hold.
#pragma once

#include <cstdint>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta::jp2 {

// ISO/IEC 15444-1 Table A.2. SOC, SOD and EOC have no length and no fields.
enum Marker : std::uint16_t {
  soc = 0xFF4F,
  cap = 0xFF50,
  siz = 0xFF51,
  cod = 0xFF52,
  coc = 0xFF53,
  qcd = 0xFF5C,
  qcc = 0xFF5D,
  rgn = 0xFF5E,
  poc = 0xFF5F,
  ppm = 0xFF60,
  ppt = 0xFF61,
  com = 0xFF64,
  first_of_part2 = 0xFF70,  // 15444-2 Table A.8: DC offsets, kernels, transforms of components, ...
  last_of_part2 = 0xFF79,
  sot = 0xFF90,
  sod = 0xFF93,
  eoc = 0xFFD9,
};

// The fields of SIZ on which other parts depend.
struct Shape {
  std::uint32_t width{0};
  std::uint32_t height{0};
  std::uint64_t tiles{0};
  std::vector<std::uint8_t> depths;  // of each component: bits less one, and 0x80 if it is signed
  bool has_extensions{false};        // the codestream uses 15444-2

  std::size_t components() const { return depths.size(); }
  std::size_t index_size() const { return components() < 257 ? 1 : 2; }  // bytes that a component's number takes
};

inline constexpr std::size_t marker_size = 2;
inline constexpr std::size_t fields_at = 4;  // after the marker and the length

// `fields` are those of SIZ. If they are too short, or no picture can have them, there are no components.
Shape read_shape(Bytes fields);

enum class Judgement : std::uint8_t {
  stays,
  goes,     // decoders can do without it: a comment, lengths of parts, or not defined by the standard
  damaged,  // it would stay, but its length is wrong, or it holds a number that the field cannot have
};
struct Judged {
  Judgement judgement;
  std::vector<std::byte> fields;  // if it stays: as many as before, and what is free in them is zero
};
enum class Place : std::uint8_t { main_header, tile_part };
Judged judge_segment(unsigned marker, Bytes fields, const Shape& shape, Place place);

// The number of a component to which a segment belongs; 0 for segments that belong to all.
unsigned component_of(unsigned marker, Bytes fields, const Shape& shape);
// How often the wavelet transform is done, by the fields of COD or COC; 0 for other segments.
unsigned levels_of(unsigned marker, Bytes fields, const Shape& shape);
// How many bytes of the fields of QCD or QCC count if no component has more levels; all of them in other segments.
std::size_t counting_size(unsigned marker, Bytes fields, const Shape& shape, unsigned levels);

}  // namespace stripmeta::jp2
