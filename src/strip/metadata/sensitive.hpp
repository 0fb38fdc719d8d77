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

// Free text (comment, UserComment, description) with one or two bytes a character: the prompt of an image generator.
HoldSet text_holds(Bytes text);

// An XMP packet (ISO 16684-1) or a part of extended XMP.
HoldSet xmp_holds(Bytes packet);

// Photoshop's image resources without a signature, or bare IPTC-IIM datasets.
HoldSet resources_hold(Bytes resources);

}  // namespace stripmeta
