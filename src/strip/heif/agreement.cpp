#include "strip/heif/agreement.hpp"

#include <algorithm>

namespace stripmeta::heif {
namespace {

bool same(const Edit& a, const Edit& b) {
  return a.range == b.range && same_bytes(a.bytes, b.bytes);
}

bool overlap(const Edit& a, const Edit& b) {
  return b.range.begin < a.range.end;
}

std::unexpected<Error> refuse(std::size_t at) {
  return fail(ErrorKind::unsupported, at, "pictures share data in a way in which they cannot be cleaned");
}

// How many edits have bytes in the range. They are sorted, and none overlaps another.
std::size_t count_in(const std::vector<Edit>& edits, Range range) {
  const auto first = std::ranges::upper_bound(edits, range.begin, {}, [](const Edit& edit) { return edit.range.end; });
  const auto last = std::ranges::lower_bound(edits, range.end, {}, [](const Edit& edit) { return edit.range.begin; });
  return last > first ? static_cast<std::size_t>(last - first) : 0;
}

}  // namespace

Status Agreement::settle(std::vector<Edit>& edits) const {
  std::ranges::sort(edits, {}, &Edit::range);
  const auto again = std::ranges::unique(edits, same);
  edits.erase(again.begin(), again.end());
  const auto clash = std::ranges::adjacent_find(edits, overlap);
  if (clash != edits.end()) return refuse(clash->range.begin);
  for (const auto& claim : claims_) {
    std::size_t found = 0;
    for (const auto& part : claim.parts) found += count_in(edits, part);
    if (found != claim.edits) return refuse(claim.parts.front().begin);
  }
  return {};
}

}  // namespace stripmeta::heif
