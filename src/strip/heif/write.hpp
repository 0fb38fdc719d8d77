// The meta box of a HEIF, written anew from the items that stay.
#pragma once

#include <cstdint>
#include <vector>

#include "strip/bmff/writer.hpp"
#include "strip/heif/layout.hpp"
#include "strip/heif/meta.hpp"
#include "strip/heif/property.hpp"

namespace stripmeta::heif {

struct Still {
  const Meta& meta;
  const std::vector<bool>& kept;  // of each item
  std::vector<SettledProperty> properties;
  std::vector<std::uint32_t> tracks;  // ids of those that stay, ascending
};

// Children in one fixed order, tables in their shortest version, items by id, names empty. Offsets into `media` are
// from its beginning: the writer's shift() moves them. Errors: `malformed` where a table would need more entries than
// it can have, `unsupported` where a property that is not known is called essential.
Status write_meta(Bytes input, const Still& still, const MediaLayout& media, const MediaLayout& idat, bool wide,
                  bmff::BoxWriter& writer);

}  // namespace stripmeta::heif
