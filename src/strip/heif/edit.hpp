// Cleans the coded data of a HEIF's items: encoder notes in HEVC, and all metadata in a JPEG.
#pragma once

#include <vector>

#include "strip/grammar/grammar.hpp"
#include "strip/heif/layout.hpp"
#include "strip/heif/meta.hpp"
#include "strip/heif/property.hpp"

namespace stripmeta::heif {

// Returns edits of the data of `items`, which stay, and adds what goes to the report. Data that overlap another item's,
// or a sequence's (`chunks`, finalized), stay as they are if they are HEVC. `properties` are all of the file's.
// Errors: `unsupported` if such data are a JPEG, or if a JPEG's tables are stored apart from it; `malformed`; the JPEG
// grammar's.
std::expected<std::vector<Edit>, Error> edit_items(Bytes input, const std::vector<const Item*>& items,
                                                   const std::vector<FinalProperty>& properties,
                                                   const MediaLayout& chunks, Output& out);

}  // namespace stripmeta::heif
