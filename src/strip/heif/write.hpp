// Writes a new meta box from the items that stay.
#pragma once

#include <cstdint>
#include <vector>

#include "strip/bmff/writer.hpp"
#include "strip/heif/layout.hpp"
#include "strip/heif/meta.hpp"
#include "strip/heif/property.hpp"
#include "strip/heif/select.hpp"

namespace stripmeta::heif {

struct Still {
  const Meta& meta;
  const Selection& selection;
  std::vector<FinalProperty> properties;
  std::vector<std::uint32_t> tracks;  // ids of tracks that stay, ascending
};

// Writes children in a fixed order, tables in their shortest version, items by id, and only the properties that items
// use. Names become empty. Groups get new numbers, and items, too, if no track stays. `wide`:
// offsets take eight bytes. Offsets into `media` count from its beginning, so call the writer's shift() later. Errors:
// `malformed` if a table would need more entries than it can have; `unsupported` if an unknown property is marked
// essential.
Status write_meta(Bytes input, const Still& still, const MediaLayout& media, const MediaLayout& idat, bool wide,
                  bmff::BoxWriter& writer);

}  // namespace stripmeta::heif
