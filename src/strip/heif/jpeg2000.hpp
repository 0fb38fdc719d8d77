// JPEG 2000 pictures in a HEIF, items of type j2k1 (ISO/IEC 15444-16): their headers and their codestreams.
#pragma once

#include <expected>
#include <vector>

#include "strip/grammar/grammar.hpp"
#include "strip/heif/fields.hpp"

namespace stripmeta::heif {

// j2kH: boxes with the palette (pclr, cmap) and the meaning of each channel (cdef), each once and cut to its fields. As
// in a JP2 (15444-1 I.5.3), but without ihdr. Other boxes go.
void copy_j2k_header(FieldCopy& copy);

// The codestream without comments, unknown segments and what follows it. Reports what goes. `offset` is where it begins
// in the input. Errors: those of the JPEG 2000 grammar.
std::expected<std::vector<std::byte>, Error> strip_codestream(Bytes data, std::uint64_t offset, Output& out);

}  // namespace stripmeta::heif
