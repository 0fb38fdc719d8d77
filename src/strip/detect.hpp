// Tells which format an input has. Only its first bytes decide, never its name.
#pragma once

#include <cstddef>
#include <expected>

#include "strip/base/bytes.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/format.hpp"

namespace stripmeta {

// The longest prefix that detection needs, in bytes.
std::size_t longest_signature();

// The format of a file that begins with `front`. Format::unknown means that more bytes are needed to tell; this is
// never the answer once `front` has longest_signature() bytes or the file has `ended`. Error `unsupported` if no format
// matches; the message says what the file is, if that is known.
std::expected<Format, Error> detect(Bytes front, bool ended);

}  // namespace stripmeta
