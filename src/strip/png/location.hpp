// PNGs without what says a place.
#pragma once

#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta::location {

// eXIf and XMP in text are patched and their checksums made right. Compressed text goes whole, and so does any other
// text or chunk that may hold a place, C2PA where anything changes, and Apple's iDOT, which counts bytes, where a chunk
// goes. `patch` is of a file that the PNG grammar has accepted.
Status patch_png(Patch& patch, const Survey& found);

}  // namespace stripmeta::location
