// WebPs without what says a place.
#pragma once

#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta::location {

// Exif and XMP are patched. A chunk that cannot be read or may hold a place goes, C2PA where anything changes; the
// sizes and the flags of the first chunk follow. `patch` is of a file that the WebP grammar has accepted.
Status patch_webp(Patch& patch, const Survey& found);

}  // namespace stripmeta::location
