// Checksums over bytes that a patch has overwritten.
#pragma once

#include "strip/location/patch.hpp"

namespace stripmeta::location {

// Makes the checksum anew of each PNG chunk that was overwritten, wherever in the file the PNG stands (PNG 3rd edition,
// 5.3): it may be the file itself, or a picture behind or within another one. Call it when everything else is done.
void make_checksums(Patch& patch);

}  // namespace stripmeta::location
