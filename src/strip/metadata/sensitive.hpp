// Finds which kinds of sensitive data a part of a file holds, by searching for the standards' names; values are not
// parsed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "strip/base/bytes.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta {

// Whether a value has a byte that is neither zero nor a space.
bool says_something(Bytes value);

// Searches free text (a comment, UserComment, a description) for the prompt of an image generator. A character may have
// one or two bytes.
HoldSet text_holds(Bytes text);

// Searches an XMP packet (ISO 16684-1) or a part of extended XMP.
HoldSet xmp_holds(Bytes packet);

// Searches Photoshop's image resources without their "Photoshop 3.0\0", or bare IPTC-IIM datasets.
HoldSet resources_hold(Bytes resources);

}  // namespace stripmeta
