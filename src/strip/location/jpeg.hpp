// Removes positions from JPEGs. No segment changes its length, but what follows the image may be cut. These rules are
// here, not in jpeg/, because every other format may hold JPEGs: thumbnails in Exif, strips of a TIFF, items of a HEIF.
#pragma once

#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta::location {

// Patches the JPEG in `range`, of which `found` is the survey. Exif, XMP and Photoshop's resources are patched. These
// become zeros: extended XMP with a position; application segments that may hold one; C2PA, if it may hold one or if
// anything else changes. What follows the image is patched as patch_trailer() does, each further picture that an MPF
// lists by itself.
void patch_jpeg(Patch& patch, Range range, const Survey& found, bool may_cut, int depth);

// The same for a JPEG that is the whole file.
Status patch_jpeg(Patch& patch, const Survey& found);

// The same for a JPEG inside another file, where nothing may move. Returns false and changes nothing if it cannot be
// read or is nested deeper than max_depth.
bool patch_inner_jpeg(Patch& patch, Range range, int depth);

// Patches what follows an image. A picture of any format is patched as the file that it is; zeros or bytes 0xFF may
// stand before it. If other data may hold a position, they are cut, or become zeros if `may_cut` is false.
void patch_trailer(Patch& patch, Range trailer, bool may_cut, int depth);

}  // namespace stripmeta::location
