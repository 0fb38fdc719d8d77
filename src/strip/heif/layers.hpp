// The sizes of an AV1 picture's layers: the property a1lx (AV1-AVIF 2.3.2.3). A decoder that shows the first layers
// only reads so many bytes.
#pragma once

#include <optional>
#include <vector>

#include "strip/heif/layout.hpp"
#include "strip/heif/meta.hpp"

namespace stripmeta::heif {

// The property's payload with the sizes that the layers of `item` have in `layout` (finalized). nullopt if a layer does
// not end where a unit of the data does, or nothing follows the last of them.
std::optional<std::vector<std::byte>> recount_layers(Bytes payload, const Item& item, Bytes input,
                                                     const MediaLayout& layout);

}  // namespace stripmeta::heif
