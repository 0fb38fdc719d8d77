// Removes places from JPEG XLs.
#pragma once

#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta::location {

// Patches Exif and XMP. Cuts compressed boxes, jbrd (it may hold an old JPEG's metadata), and any other box that may
// hold a place; JUMBF and C2PA also if anything else changes. What follows the last frame is patched or goes. The JPEG
// XL grammar must have accepted the file before.
Status patch_jxl(Patch& patch, const Survey& found);

}  // namespace stripmeta::location
