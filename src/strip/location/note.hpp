// Maker notes, the makers' private blocks in Exif: which of them may hold a position.
#pragma once

#include <string_view>

#include "strip/metadata/tiff_directory.hpp"

namespace stripmeta::location {

// Whether a maker note may hold a position (docs/location.md). It may if
//   - it has no sound directory in the usual place of its maker's notes;
//   - it shows a sign of a position, or leads to a GPS IFD;
//   - an entry in which its maker writes places is not empty.
// `note` is the entry of tag 37500 in `block`; the values of the note's own entries may stand anywhere in `block`.
// `make` is the value of Exif's tag 271; the note's own signature counts, too. If neither names a maker, the entries of
// all makers count.
bool may_hold_place_in_note(const tiff::Block& block, const tiff::Entry& note, std::string_view make);

}  // namespace stripmeta::location
