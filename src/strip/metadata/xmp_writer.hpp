// Writes an XMP packet with the given properties and nothing else, always in the same form.
#pragma once

#include <span>
#include <string>

#include "strip/metadata/xmp_reader.hpp"

namespace stripmeta {

// Texts without a language become attributes; arrays and texts with a language become elements. The packet has no
// processing instructions around it and no padding. Properties outside of the namespaces in xmp::written and texts that
// is_kept_text() refuses are left out; if nothing remains, the result is "". read_xmp() reads the same properties back,
// those in attributes first.
std::string make_xmp(std::span<const XmpProperty> properties);

}  // namespace stripmeta
