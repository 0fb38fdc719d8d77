// Positions in places that no rule of a format leads to: an old Exif block in a gap, a TIFF structure in a box of an
// unknown type, a packet in a comment. They are found by their content, wherever they stand.
#pragma once

#include "strip/location/patch.hpp"

namespace stripmeta::location {

// Patches each TIFF structure, XMP packet and IPTC resource of Photoshop that still says a position, in place. What was
// cut is not searched. Call it after the format's own rules. Returns false if a position is left: in a block that
// cannot be read, or because the blocks overlap so much that not all can be searched.
bool patch_remains(Patch& patch);

}  // namespace stripmeta::location
