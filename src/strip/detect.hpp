// Which format an input has, by its first bytes; never by a name.
#pragma once

#include <cstddef>
#include <expected>

#include "strip/base/bytes.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/format.hpp"

namespace stripmeta {

// The longest prefix that detection needs, in bytes.
std::size_t longest_signature();

// The format that `front`, the first bytes of a file, names. Format::unknown: more bytes are needed, which is never so
// from longest_signature() bytes on, nor if the file has `ended`. Error `unsupported`: no format matches; the message
// names what the file is, if that is known.
std::expected<Format, Error> detect(Bytes front, bool ended);

}  // namespace stripmeta
