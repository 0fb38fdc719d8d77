// A font in a clean SVG: each byte belongs to a table, to the directory, or is a zero between two of them.
#pragma once

#include "strip/base/bytes.hpp"

namespace stripmeta::verify {

// Whether a file begins as OpenType, a collection, WOFF or Embedded OpenType.
bool begins_as_font(Bytes file);
// Whether nothing is outside of its tables. WOFF 2.0 and Embedded OpenType only tell their length.
bool is_whole_font(Bytes file);

}  // namespace stripmeta::verify
