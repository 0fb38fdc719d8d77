// TIFF files without what says a place: nothing moves but entries within a directory.
#pragma once

#include "strip/grammar/grammar.hpp"
#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta::location {

// As patch_exif() has it, and in strips and tiles that are JPEGs; C2PA's entry goes where anything changes. `patch` is
// of a file that the TIFF grammar has accepted. Error `malformed`: its directories overlap so much that they are not
// followed.
Status patch_tiff(Patch& patch, const Survey& found);

}  // namespace stripmeta::location
