// Maker notes: whose they are, and who and which camera they name. All else in them is each maker's own and not read.
#pragma once

#include <string>
#include <string_view>

#include "inspect/tiff.hpp"
#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// The vendor by the note's signature, else by the Exif Make (some, Canon's for one, have no signature); "unknown" where
// neither says it.
std::string maker_note_vendor(Bytes note, std::string_view make);

// Owner and serial numbers, as ExifTool names them, of those makers whose notes have them as plain entries of an IFD:
// Canon, Fujifilm, Motorola, Nikon, Olympus, Panasonic, Pentax, Ricoh and Sigma. `note` is the value of the entry,
// within `block`. Nobody has published these formats: https://exiftool.org/TagNames/ is what is known of them.
void add_maker_note(const tiff::Block& block, Bytes note, std::string_view vendor, ValueList& out);

}  // namespace stripmeta::inspection
