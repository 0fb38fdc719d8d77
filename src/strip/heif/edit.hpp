// Cleans the coded data of a HEIF's items: encoder notes in HEVC, and all metadata in a JPEG.
#pragma once

#include <vector>

#include "strip/grammar/grammar.hpp"
#include "strip/heif/layout.hpp"
#include "strip/heif/meta.hpp"
#include "strip/heif/property.hpp"

namespace stripmeta::heif {

// Returns the edits that clean the data of `items`, and adds what goes to the report. `items` are the items that stay.
// HEVC data stay as they are if they overlap the data of another item or of a sequence (`chunks`, finalized).
// `properties` are all of the file's. Errors: `unsupported` if a JPEG that has to change overlaps other data, or if its
// tables are stored apart from it; `malformed`; those of the JPEG grammar.
std::expected<std::vector<Edit>, Error> edit_items(Bytes input, const std::vector<const Item*>& items,
                                                   const std::vector<FinalProperty>& properties,
                                                   const MediaLayout& chunks, Output& out);

}  // namespace stripmeta::heif
