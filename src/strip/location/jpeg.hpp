// JPEGs without what says a place: no segment changes its length, a trailer may go.
#pragma once

#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta::location {

// How deep files within files are looked into: pictures behind pictures, thumbnails, strips.
inline constexpr int most_depth = 4;

// `found` is the JPEG's in `range`. Exif, XMP and Photoshop's resources are patched; extended XMP, C2PA where anything
// changes, and application segments that may hold a place are filled with zeros. What follows the image is patched
// where it is a further JPEG, and goes where it may hold a place: cut, or filled with zeros where `may_cut` is false.
void patch_jpeg(Patch& patch, Range range, const Survey& found, bool may_cut, int depth);

// A JPEG that is the whole file.
Status patch_jpeg(Patch& patch, const Survey& found);

// The same of a JPEG within another file, where nothing may move. False: no JPEG can be read there, nothing is done.
bool patch_inner_jpeg(Patch& patch, Range range, int depth);

// What follows an image.
void patch_trailer(Patch& patch, Range trailer, bool may_cut, int depth);

}  // namespace stripmeta::location
