// JPEG XLs without what says a place.
#pragma once

#include "strip/location/patch.hpp"

namespace stripmeta::location {

// Exif and XMP boxes are patched. Compressed boxes go, and so do the data that bring an old JPEG back, which may hold
// its metadata; any other box that may hold a place; JUMBF and C2PA where anything changes. `patch` is of a file that
// the JPEG XL grammar has accepted.
void patch_jxl(Patch& patch);

}  // namespace stripmeta::location
