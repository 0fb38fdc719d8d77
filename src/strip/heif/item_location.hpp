// Where a HEIF's items are: the iloc box (ISO/IEC 14496-12 8.11.3).
#pragma once

#include <vector>

#include "strip/heif/meta.hpp"

namespace stripmeta::heif {

// Fills in `located`, `in_idat` and `extents` of the items that `iloc` tells of; ids of no item are passed over.
// `references` are those of type iloc that construction method 2 goes by. Error `malformed`.
Status read_locations(Bytes input, const Box& iloc, Meta& meta);

}  // namespace stripmeta::heif
