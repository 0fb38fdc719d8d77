#include "strip/svg/location.hpp"

#include "strip/location/patch.hpp"
#include "strip/location/xmp.hpp"
#include "strip/svg/cut.hpp"

namespace stripmeta::location {

Status patch_svg(Bytes text, Output& out) {
  Patch patch{text};
  if (!patch_drawing(patch, patch.whole())) {
    return fail(ErrorKind::unsupported, 0, "the drawing as a whole says a place");
  }
  for (const auto& row : patch.report().rows) out.report().add(row.kind, row.fate, row.bytes, row.holds);
  return out.put(patch.settle(), made);
}

std::expected<Rewritten, Error> rewrite_svg(Bytes file, const svg::Engine& engine, const Policy& policy) {
  Rewritten rewritten;
  Output output{policy, rewritten.report, append_slice, &rewritten.bytes, nullptr, nullptr};
  if (auto status = svg::cut_svg(file, {engine}, output); !status) return std::unexpected(status.error());
  return rewritten;
}

}  // namespace stripmeta::location
