// Removes locations from IPTC-IIM datasets and Photoshop's image resources.
#pragma once

#include "strip/location/patch.hpp"

namespace stripmeta::location {

// Whether `iim` starts with datasets of which one says a place.
bool says_place(Bytes iim);

// Removes the datasets 1:05, 2:26, 2:27, 2:90, 2:92, 2:95, 2:100 and 2:101. Those behind them move up and zeros fill
// the end, which is how writers pad IIM. Returns false and changes nothing if `iim` does not start with a dataset.
bool patch_iptc(Patch& patch, Range iim, Kind kind);

// Patches the IPTC, Exif, XMP and thumbnail resources. If the IPTC changes, its digest (0x0425) is wiped. Parts that
// cannot be read are wiped if they may hold a location.
void patch_resources(Patch& patch, Range resources, Kind kind);

}  // namespace stripmeta::location
