// Removes positions from JPEGs. No segment changes its length; what follows the image may go. These rules are here, not
// in jpeg/, because every other format may hold JPEGs: thumbnails in Exif, strips of a TIFF, items of a HEIF.
#pragma once

#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta::location {

// How deep pictures inside pictures are searched: further pictures, thumbnails, strips.
inline constexpr int max_depth = 4;

// Patches the JPEG in `range`, of which `found` is the survey. Exif, XMP and Photoshop's resources are patched.
// Extended XMP with a position, application segments that may hold one, and C2PA if anything changes, become zeros. A
// further JPEG behind the image is patched too. Other data there are cut if they may hold a position, or become zeros
// unless `may_cut`.
void patch_jpeg(Patch& patch, Range range, const Survey& found, bool may_cut, int depth);

// The same for a JPEG that is the whole file.
Status patch_jpeg(Patch& patch, const Survey& found);

// The same for a JPEG inside another file, where nothing may move. Returns false, and changes nothing, if it cannot be
// read.
bool patch_inner_jpeg(Patch& patch, Range range, int depth);

// Patches or removes what follows an image.
void patch_trailer(Patch& patch, Range trailer, bool may_cut, int depth);

}  // namespace stripmeta::location
