// Telltale strings in data that cannot be parsed.
#pragma once

#include "strip/base/bytes.hpp"

namespace stripmeta::location {

// Whether data that cannot be parsed may hold a location: they contain a telltale name, or the signature of Exif, XMP,
// IPTC, a film or an archive. Takes one pass.
bool may_hold_place(Bytes bytes);

}  // namespace stripmeta::location
