#include "strip/heif/edit_list.hpp"

#include <algorithm>

#include "strip/bmff/box.hpp"

namespace stripmeta::heif {

bool is_one_part(Bytes list) {
  constexpr std::uint32_t pace = 0x10000;
  bmff::Reader reader{list};
  const bool wide = bmff::read_full(reader).version == 1;
  const auto rows = reader.u32();
  for (std::uint32_t i = 0; i < std::min(rows, 2U); ++i) {
    reader.take(wide ? 8 : 4);  // duration
    const auto begin = reader.number(wide ? 8 : 4);
    const bool is_pause = begin == (wide ? UINT64_MAX : UINT32_MAX);
    if (reader.u32() != pace || (i + 1 < rows && !is_pause)) return false;
  }
  return rows <= 2;
}

}  // namespace stripmeta::heif
