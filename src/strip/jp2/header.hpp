// Reduces the JP2 header box (jp2h, ISO/IEC 15444-1 I.5.3) to what shows the picture.
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>
#include <vector>

#include "strip/grammar/grammar.hpp"
#include "strip/jp2/segment.hpp"

namespace stripmeta::jp2 {

// Returns the new payload; the same bytes if all of it stays. Stays: size and depths (ihdr, bpcc), colour (colr),
// palette (pclr, cmap), the meaning of each channel (cdef), and the density (res) if the policy keeps it. Each of these
// boxes is cut to the length that its fields need, and reserved fields are zero. All other boxes go. A colour profile
// is reduced as in every format. If it goes and no other colr box stays, a new one names sRGB or grey. `offset` is
// where the payload begins in the input. Errors: `malformed` if the boxes cannot be read, do not begin with ihdr, or
// are too short for their fields; those of keep_profile().
std::expected<std::vector<std::byte>, Error> rewrite_header(Bytes payload, std::uint64_t offset, Output& out);

// Makes `box`, a whole jp2h with such a payload, say the size and the depths that the codestream has: readers take
// those. Cuts a palette to the rows that the samples can name. Returns how many bytes of it count as changed. Error: a
// static sentence if the number of components differs.
std::expected<std::size_t, std::string_view> match_header(std::vector<std::byte>& box, const Shape& shape);

}  // namespace stripmeta::jp2
