// Cleans the coded data of a HEIF's items: what is not coded in HEVC, AVC, VVC and AV1, and all metadata in a JPEG.
#pragma once

#include <vector>

#include "strip/grammar/grammar.hpp"
#include "strip/heif/agreement.hpp"
#include "strip/heif/layout.hpp"
#include "strip/heif/meta.hpp"
#include "strip/heif/property.hpp"

namespace stripmeta::heif {

// What the data of the items that have a decoder configuration use of it. What is returned may refer to the input and
// to `joined`.
coded::PictureUse use_of(const bmff::Box& configuration, const std::vector<const Item*>& items, Bytes input,
                         std::vector<std::byte>& joined);

// Returns the edits that clean the data of `items`, and adds what goes to the report. `items` are the items that stay.
// `properties` are all of the file's. `agreement` gets each item's data, to be settled with those of sequences. Errors:
// `malformed`; those of the JPEG and the JPEG 2000 grammar.
std::expected<std::vector<Edit>, Error> edit_items(Bytes input, const std::vector<const Item*>& items,
                                                   const std::vector<FinalProperty>& properties, Agreement& agreement,
                                                   Output& out);

}  // namespace stripmeta::heif
