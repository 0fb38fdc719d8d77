// IPTC-IIM 4.2 and Photoshop's image resources without what says a place.
#pragma once

#include "strip/location/patch.hpp"

namespace stripmeta::location {

// Takes the datasets 2:26, 2:27, 2:90, 2:92, 2:95, 2:100 and 2:101 out; those behind them move up and zeros fill the
// rest, as writers pad it. False, and nothing is done: it does not start as IIM.
bool patch_iptc(Patch& patch, Range iim, Kind kind);

// 8BIM resources: IPTC (0x0404), Exif (0x0422, 0x0423) and XMP (0x0424). Photoshop's digest of the IPTC (0x0425) is
// wiped where that changes. What cannot be read is wiped if it may hold a place.
void patch_resources(Patch& patch, Range resources, Kind kind);

}  // namespace stripmeta::location
