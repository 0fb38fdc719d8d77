// Removes places from GIFs.
#pragma once

#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta::location {

// Patches XMP in place: readers take its text as sizes of sub-blocks, but whatever the bytes are, they end in the run
// of falling numbers after it. Cuts XMP without that run, other application extensions that may hold a place, and C2PA
// if anything changes.
Status patch_gif(Patch& patch, const Survey& found);

}  // namespace stripmeta::location
