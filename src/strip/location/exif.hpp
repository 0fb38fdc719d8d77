// TIFF structures, Exif blocks and TIFF files alike, without what says a place.
#pragma once

#include "strip/location/patch.hpp"

namespace stripmeta::location {

// Takes these entries out of each directory of `tiff` that is reached by the chain, by sub-IFDs and by Exif's pointer:
// the pointer to a GPS IFD, which is overwritten with zeros together with its values; GeoTIFF's tags; a maker note that
// may_hold_place_in_note(). Entries behind one that goes move up within their directory, nothing else moves. XMP, IPTC
// and Photoshop's resources in tags are patched, and so is a thumbnail that is a JPEG.
// False: it has no TIFF header, or its directories overlap so much that they are not followed; what was done until then
// stays done. One of zeros alone is read. `depth`: files within files.
bool patch_exif(Patch& patch, Range tiff, int depth);

// Takes the entry of C2PA out of the directories of a TIFF file.
void drop_credentials(Patch& patch, Range tiff);

}  // namespace stripmeta::location
