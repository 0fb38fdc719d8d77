// A bare JPEG 2000 codestream that is in memory, such as an item of a HEIF or a strip of a TIFF.
#pragma once

#include <cstdint>

#include "strip/grammar/grammar.hpp"

namespace stripmeta::jp2 {

// Strips a codestream as codestream.hpp says, and writes it to `out`, whose report gets the rows. `offset` is where it
// begins in the input. Nothing is added in front of it or behind it; what follows its EOC goes. A caller who needs the
// bytes themselves hands in `out.divert(report, append_slice, &bytes)`. Errors: as Codestream::feed() and finish().
Status strip_codestream(Bytes codestream, std::uint64_t offset, Output& out);

}  // namespace stripmeta::jp2
