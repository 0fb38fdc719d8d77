// Removes places from HEICs and AVIFs. Nothing moves, because their tables refer to data by offset.
#pragma once

#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta::location {

// Patches Exif items, XMP items, and pictures that are JPEGs. Any other item that is not a picture becomes zeros if it
// may hold a place. A box that is not needed for the picture becomes `free` if it may hold a place; C2PA and JUMBF also
// if anything else changes. Samples of tracks that are neither pictures nor sound always become zeros. The HEIF grammar
// must have accepted the file before. Errors: those of that grammar.
Status patch_heif(Patch& patch, const Survey& found);

}  // namespace stripmeta::location
