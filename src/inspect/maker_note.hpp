// Maker notes: whose they are. What is in them is each maker's own and not read.
#pragma once

#include <string>
#include <string_view>

#include "strip/bytes.hpp"

namespace stripmeta::inspection {

// The vendor by the note's signature, else by the Exif Make (some, Canon's for one, have no signature); "unknown" where
// neither says it.
std::string maker_note_vendor(Bytes note, std::string_view make);

}  // namespace stripmeta::inspection
