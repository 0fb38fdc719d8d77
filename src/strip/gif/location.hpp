// GIFs without what says a place.
#pragma once

#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta::location {

// XMP is patched where it stands: its text is the sub-blocks, and whatever its bytes are, a reader ends in the run of
// falling numbers behind it. XMP in another form, and any other application extension that may hold a place, goes;
// C2PA where anything changes.
Status patch_gif(Patch& patch, const Survey& found);

}  // namespace stripmeta::location
