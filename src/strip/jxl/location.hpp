// Removes places from JPEG XLs.
#pragma once

#include "strip/location/patch.hpp"

namespace stripmeta::location {

// Patches Exif and XMP. Cuts compressed boxes, jbrd, which may hold an old JPEG's metadata, and any other box that may
// hold a place; JUMBF and C2PA also if anything else changes. The JPEG XL grammar must have accepted the file before.
void patch_jxl(Patch& patch);

}  // namespace stripmeta::location
