// Maker notes, the makers' private blocks in Exif: which of them may hold a position.
#pragma once

#include <string_view>

#include "strip/metadata/tiff_directory.hpp"

namespace stripmeta::location {

// Whether a maker note may hold a position (docs/location.md). True if it is not a directory of entries where makers
// have one, if it shows a sign of a position, if it leads to a GPS IFD, or if an entry in which its maker writes places
// says something. `note`: the entry of tag 37500 in `block`, where the note's values may stand anywhere. `make`: Exif's
// tag 271; the note's own signature counts beside it. If neither names a maker, the entries of all makers count.
bool may_hold_place_in_note(const tiff::Block& block, const tiff::Entry& note, std::string_view make);

}  // namespace stripmeta::location
