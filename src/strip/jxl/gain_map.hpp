// The head of a `jhgm` box: a gain map's description, before its codestream.
//
//   1 byte          version, 0
//   2 bytes, data   ISO 21496-1's metadata
//   1 byte, data    the colour space of the picture to which the map leads (18181-1 E.2); may be empty
//   4 bytes, data   its colour profile, compressed as in a codestream (18181-1 E.4); may be empty
//
// libjxl's gain_map.h.
#pragma once

#include <cstddef>
#include <optional>

#include "strip/base/bytes.hpp"

namespace stripmeta::jxl {

// Returns how many bytes come before the codestream. nullopt if `payload`, the beginning of a box, does not hold all of
// them, if a part is not exactly as long as its fields, or if no codestream follows whose header can be read.
std::optional<std::size_t> gain_map_head(Bytes payload);

}  // namespace stripmeta::jxl
