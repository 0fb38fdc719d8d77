// The JP2 header box (jp2h, ISO/IEC 15444-1 I.5.3) without what does not show the picture.
#pragma once

#include <cstdint>
#include <expected>
#include <vector>

#include "strip/grammar/grammar.hpp"

namespace stripmeta::jp2 {

// The payload anew; the same bytes if all of it stays. Stays: sizes and depths (ihdr, bpcc), colour (colr), palette
// (pclr, cmap), the channels' meaning (cdef), each exactly as long as its fields ask for, and the density (res), if the
// policy keeps it. A colour profile is reduced as in every format; if it goes, and no other colour is named, sRGB or
// grey is named instead. All other boxes go. `offset` is the payload's in the input.
// Errors: `malformed` if the boxes cannot be read, or those of the picture are too short.
std::expected<std::vector<std::byte>, Error> rewrite_header(Bytes payload, std::uint64_t offset, Output& out);

}  // namespace stripmeta::jp2
