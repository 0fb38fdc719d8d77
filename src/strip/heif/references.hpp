// Which references between items stay (ISO/IEC 14496-12 8.11.12).
#pragma once

#include <cstdint>
#include <vector>

#include "strip/heif/select.hpp"

namespace stripmeta::heif {

// For each of Meta::references: the items that it names in the output. Empty: it goes. Stays: what a derived item is
// made from (dimg), which picture an alpha plane or a gain map belongs to (auxl), and which alpha plane the colours of
// a picture are multiplied by (prem). A second reference of the same type and item goes.
std::vector<std::vector<std::uint32_t>> kept_targets(const Meta& meta, const Selection& selection);

}  // namespace stripmeta::heif
