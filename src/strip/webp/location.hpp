// Removes places from WebPs.
#pragma once

#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta::location {

// Patches Exif and XMP. Cuts a chunk that cannot be read or may hold a place; C2PA also if anything else changes. Then
// corrects the RIFF size and VP8X's flags. The WebP grammar must have accepted the file before.
Status patch_webp(Patch& patch, const Survey& found);

}  // namespace stripmeta::location
