// JPEG XLs without what says a place.
#pragma once

#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta::location {

// Exif and XMP boxes are patched. Compressed boxes go, and so do the data that bring an old JPEG back, which may hold
// its metadata; any other box that may hold a place; JUMBF and C2PA where anything changes. `patch` is of a file that
// the JPEG XL grammar has accepted.
Status patch_jxl(Patch& patch, const Survey& found);

}  // namespace stripmeta::location
