// Marker segments of a JPEG 2000 codestream (ISO/IEC 15444-1 Annex A): which of them stay, and how long each must be.
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

// What the SIZ segment says that decides over the others.
struct Shape {
  unsigned components{0};
  bool has_extensions{false};  // of 15444-2

  std::size_t index_size() const { return components < 257 ? 1 : 2; }  // bytes of a component's number
};

inline constexpr std::size_t marker_size = 2;
inline constexpr std::size_t fields_at = 4;  // after the marker and the length

// `fields` are SIZ's. All zeros if they are too short.
Shape read_shape(Bytes fields);

enum class Judgement : std::uint8_t {
  stays,    // decoders need it, or it only gives lengths, and its length is what its fields ask for
  goes,     // a comment, or nothing that the standard defines
  damaged,  // its length is another one
};
Judgement judge_segment(unsigned marker, Bytes fields, const Shape& shape);

}  // namespace stripmeta::jp2
