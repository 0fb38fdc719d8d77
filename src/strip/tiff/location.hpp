// Removes places from TIFFs. Nothing moves except entries within a directory.
#pragma once

#include "strip/grammar/grammar.hpp"
#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta::location {

// Patches the directories as patch_exif() does, and strips and tiles that are JPEGs. If anything changes, C2PA's entry
// is removed. The TIFF grammar must have accepted the file before. Error `malformed`: the directories overlap so much
// that they are not followed.
Status patch_tiff(Patch& patch, const Survey& found);

}  // namespace stripmeta::location
