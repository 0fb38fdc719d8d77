// Removes places from PNGs.
#pragma once

#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta::location {

// Patches eXIf and uncompressed XMP, and updates their checksums. Cuts any other text or chunk that may hold a place;
// C2PA if anything changes; Apple's iDOT, which holds offsets, if a chunk goes. The PNG grammar must have accepted the
// file before.
Status patch_png(Patch& patch, const Survey& found);

}  // namespace stripmeta::location
