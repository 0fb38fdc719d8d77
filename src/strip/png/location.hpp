// Removes places from PNGs.
#pragma once

#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta::location {

// Patches eXIf and uncompressed XMP, and updates their checksums. Cuts any other text or chunk that may hold a place.
// Cuts C2PA also if anything else changes, and Apple's iDOT, which holds offsets, also if another chunk is cut. The PNG
// grammar must have accepted the file before.
Status patch_png(Patch& patch, const Survey& found);

}  // namespace stripmeta::location
