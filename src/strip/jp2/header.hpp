// Reduces the JP2 header box (jp2h, ISO/IEC 15444-1 I.5.3) to what shows the picture.
#pragma once

#include <cstdint>
#include <expected>
#include <vector>

#include "strip/grammar/grammar.hpp"

namespace stripmeta::jp2 {

// Returns the new payload; the same bytes if all of it stays. Stays: size and depths (ihdr, bpcc), colour (colr),
// palette (pclr, cmap), the meaning of each channel (cdef), and the density (res) if the policy keeps it. Each of these
// boxes is cut to the length that its fields need. All other boxes go. A colour profile is reduced as in every format.
// If it goes and no other colr box stays, a new one names sRGB or grey. `offset` is where the payload begins in the
// input. Errors: `malformed` if the boxes cannot be read, do not begin with ihdr, or are too short for their fields;
// those of keep_profile().
std::expected<std::vector<std::byte>, Error> rewrite_header(Bytes payload, std::uint64_t offset, Output& out);

}  // namespace stripmeta::jp2
