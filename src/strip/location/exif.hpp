// Removes positions from TIFF structures: Exif blocks and TIFF files.
//
// Nothing moves except entries within a directory: those behind a removed entry move up. These are removed:
//   - the pointer to a GPS IFD, and that directory with its values, which are overwritten with zeros;
//   - GeoTIFF's tags, and a satellite's rational polynomial coefficients;
//   - maker notes, C2PA, DNG's private data, Photoshop's layers and GDAL's metadata if they may hold a position.
// XMP, IPTC, Photoshop's resources and a JPEG thumbnail are patched in place.
#pragma once

#include "strip/location/patch.hpp"
#include "strip/metadata/tiff_directory.hpp"

namespace stripmeta::location {

// Patches each directory of the chain, and those that sub-IFDs and the pointers to Exif and interoperability lead to. A
// structure of zeros only is accepted. Returns false if there is no TIFF header, or if the directories overlap so much
// that not all can be followed; what was done until then stays. `depth`: how deeply the structure is nested in files
// within files (see max_depth in location/jpeg.hpp).
bool patch_exif(Patch& patch, Range tiff, int depth);

// The same for a structure that `block` reads: its bytes are those of `tiff`.
bool patch_structure(Patch& patch, Range tiff, const tiff::Block& block, int depth);

// Removes C2PA's entry from the directories of a TIFF file.
void drop_credentials(Patch& patch, Range tiff);

}  // namespace stripmeta::location
