#include "strip/svg/cut.hpp"

#include "strip/location/patch.hpp"
#include "strip/location/xmp.hpp"
#include "strip/svg/cutter.hpp"

namespace stripmeta::svg {
namespace {

// Writes `text`, an SVG whose embedded files have been patched, with the properties that hold a location blanked.
Status patch_locations(Bytes text, Output& out) {
  location::Patch patch{text};
  if (!location::patch_drawing(patch, patch.full_range())) {
    return fail(ErrorKind::unsupported, 0, "the drawing as a whole is a location");
  }
  for (const auto& row : patch.report().rows) out.report().add(row.kind, row.fate, row.bytes, row.holds);
  return out.put(patch.assemble(), no_source_offset);
}

}  // namespace

std::expected<location::Rewritten, Error> rewrite_svg(Bytes file, const Engine& engine, const Policy& policy) {
  location::Rewritten rewritten;
  Output output{policy, rewritten.report, append_slice, &rewritten.bytes, nullptr, nullptr};
  if (auto status = cut_svg(file, {engine}, output); !status) return std::unexpected(status.error());
  return rewritten;
}

Status cut_svg(Bytes input, const Nesting& nesting, Output& out) {
  if (out.policy().preset != Preset::location) return Cutter{input, nesting, out}.run();
  std::vector<std::byte> text;
  Output inner{out.policy(), out.report(), append_slice, &text, nullptr, nullptr};
  const auto before = out.report().bytes_out;
  if (auto status = Cutter{input, nesting, inner}.run(); !status) return status;
  out.report().bytes_out = before;
  return patch_locations(text, out);
}

}  // namespace stripmeta::svg
