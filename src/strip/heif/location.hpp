// HEICs and AVIFs without what says a place: nothing moves, for their tables count bytes.
#pragma once

#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta::location {

// Exif and XMP items are patched, and pictures that are JPEGs; other items that are no pictures are filled with zeros
// where they may hold a place. So do boxes, of the file, of its meta box, of a sequence and of its tracks, that a
// reader of pictures does not need: they become `free`. C2PA and JUMBF likewise where anything changes. Samples of
// tracks that are neither pictures nor sound are filled with zeros, whatever they hold. `patch` is of a file that the
// HEIF grammar has accepted; the errors are its own.
Status patch_heif(Patch& patch, const Survey& found);

}  // namespace stripmeta::location
