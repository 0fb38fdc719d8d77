// What goes from inside the coded data of a HEIF's items: encoders' notes of HEVC, all that a JPEG can carry.
#pragma once

#include <vector>

#include "strip/grammar/grammar.hpp"
#include "strip/heif/layout.hpp"
#include "strip/heif/meta.hpp"
#include "strip/heif/property.hpp"

namespace stripmeta::heif {

// Edits of the data of `items`, which stay; what goes is added to the report. Data that another item has in part, or
// that a sequence has too (`chunks`, settled), are left alone where they are HEVC. `properties` are those of the file.
// Errors: `unsupported` where such data are a JPEG, or a JPEG's tables stand apart from it; `malformed`; those of a
// JPEG.
std::expected<std::vector<Edit>, Error> edit_items(Bytes input, const std::vector<const Item*>& items,
                                                   const std::vector<SettledProperty>& properties,
                                                   const MediaLayout& chunks, Output& out);

}  // namespace stripmeta::heif
