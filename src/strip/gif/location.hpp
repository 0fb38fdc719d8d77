// Removes places from GIFs.
#pragma once

#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta::location {

// Patches XMP in place. Readers may take bytes of its text for the sizes of sub-blocks; whatever these bytes are, such
// readers end up in the run of falling numbers after the text. Cuts XMP without that run and other application
// extensions that may hold a place. Cuts C2PA also if anything else changes.
Status patch_gif(Patch& patch, const Survey& found);

}  // namespace stripmeta::location
