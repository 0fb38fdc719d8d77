#include "strip/location_svg.hpp"

#include "strip/location_patch.hpp"
#include "strip/location_xmp.hpp"

namespace stripmeta::location {

Status patch_svg(Bytes text, Output& out) {
  Patch patch{text};
  if (!patch_drawing(patch, patch.whole())) {
    return fail(ErrorKind::unsupported, 0, "the drawing as a whole says a place");
  }
  for (const auto& row : patch.report().rows) out.report().add(row.kind, row.fate, row.bytes, row.holds);
  return out.put(patch.settle(), made);
}

}  // namespace stripmeta::location
