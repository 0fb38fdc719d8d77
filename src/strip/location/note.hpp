// Makers' private blocks in Exif: which of them may say a place.
#pragma once

#include <string_view>

#include "strip/base/bytes.hpp"

namespace stripmeta::location {

// Whether a maker note may hold a position, as docs/location.md has it: it is no directory of entries where makers have
// one, it shows a sign of a position, it leads to a GPS IFD, or an entry that is a place with its maker says something.
// `make`: Exif's tag 271, the camera's maker; the note's own signature counts beside it, and where neither names one,
// every maker's entries do. `note`: the value of tag 37500.
// The note's values may stand anywhere in `tiff`.
bool may_hold_place_in_note(Bytes note, std::string_view make, Bytes tiff);

}  // namespace stripmeta::location
