// The segments of a JPEG 2000 codestream (ISO/IEC 15444-1 Annex A): which ones stay, and how long each must be.
#pragma once

#include <cstdint>

#include "strip/base/bytes.hpp"

namespace stripmeta::jp2 {

// ISO/IEC 15444-1 Table A.2. SOC, SOD and EOC have no length and no fields.
enum Marker : std::uint16_t {
  soc = 0xFF4F,
  cap = 0xFF50,
  siz = 0xFF51,
  cod = 0xFF52,
  coc = 0xFF53,
  tlm = 0xFF55,
  plm = 0xFF57,
  plt = 0xFF58,
  qcd = 0xFF5C,
  qcc = 0xFF5D,
  rgn = 0xFF5E,
  poc = 0xFF5F,
  ppm = 0xFF60,
  ppt = 0xFF61,
  crg = 0xFF63,
  com = 0xFF64,
  first_of_part2 = 0xFF70,  // 15444-2 Table A.8: DC offsets, kernels, transforms of components, ...
  last_of_part2 = 0xFF79,
  sot = 0xFF90,
  sod = 0xFF93,
  eoc = 0xFFD9,
};

// The fields of SIZ on which the lengths of other segments depend.
struct Shape {
  unsigned components{0};
  bool has_extensions{false};  // the codestream uses 15444-2

  std::size_t index_size() const { return components < 257 ? 1 : 2; }  // bytes that a component's number takes
};

inline constexpr std::size_t marker_size = 2;
inline constexpr std::size_t fields_at = 4;  // after the marker and the length

// `fields` are those of SIZ. If they are too short, all of Shape is zero.
Shape read_shape(Bytes fields);

enum class Judgement : std::uint8_t {
  stays,    // decoders need it, or it only gives lengths; its own length is right
  goes,     // a comment, or a segment that the standard does not define
  damaged,  // it would stay, but its length is wrong
};
Judgement judge_segment(unsigned marker, Bytes fields, const Shape& shape);

}  // namespace stripmeta::jp2
