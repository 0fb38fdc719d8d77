// Removes positions from TIFF structures: Exif blocks and TIFF files.
//
// Nothing moves except entries within a directory: those behind a removed one move up. What is removed:
//   - the pointer to a GPS IFD, and that directory with its values, which are overwritten with zeros;
//   - GeoTIFF's tags, and a satellite's rational polynomial coefficients;
//   - maker notes, C2PA, DNG's private data, Photoshop's layers and GDAL's metadata if they may hold a position.
// XMP, IPTC, Photoshop's resources and a JPEG thumbnail are patched in their place.
#pragma once

#include "strip/location/patch.hpp"

namespace stripmeta::location {

// Patches each directory that the chain, sub-IFDs and the pointers of Exif and of interoperability lead to. A structure
// of zeros only is accepted. Returns false if there is no TIFF header, or if the directories overlap so much that they
// are not followed; what was done until then stays. `depth`: how deep the structure is in files within files.
bool patch_exif(Patch& patch, Range tiff, int depth);

// Removes C2PA's entry from the directories of a TIFF file.
void drop_credentials(Patch& patch, Range tiff);

}  // namespace stripmeta::location
