// Maker notes: their maker, and the owners and serial numbers in them. Nothing else in them is read.
#pragma once

#include <string>
#include <string_view>

#include "inspect/tiff.hpp"
#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// The vendor, by the note's signature or, if it has none (as Canon's notes), by the Exif Make; "unknown" if there is
// neither.
std::string maker_note_vendor(Bytes note, std::string_view make);

// Adds owners and serial numbers, by ExifTool's names, if the maker writes them as plain entries of an IFD: Canon,
// Fujifilm, Motorola, Nikon, Olympus, Panasonic, Pentax, Ricoh and Sigma do. `note` is the value of the entry, within
// `block`. The formats are not published; https://exiftool.org/TagNames/ has what is known.
void add_maker_note(const tiff::Block& block, Bytes note, std::string_view vendor, ValueList& out);

}  // namespace stripmeta::inspection
