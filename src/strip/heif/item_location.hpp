// Reads where the data of a HEIF's items are: the iloc box (ISO/IEC 14496-12 8.11.3).
#pragma once

#include <vector>

#include "strip/heif/meta.hpp"

namespace stripmeta::heif {

// Sets `data_state`, `in_idat` and `extents` of the items that `iloc` lists; ignores ids that no item has. Construction
// method 2 needs `meta.references`, so these must be read before. Error `malformed`.
Status read_item_locations(Bytes input, const Box& iloc, Meta& meta);

}  // namespace stripmeta::heif
