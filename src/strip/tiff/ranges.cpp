#include "strip/tiff/ranges.hpp"

#include <algorithm>

namespace stripmeta::tiff {

void Extents::add(std::uint64_t at, std::uint64_t size) {
  if (at >= input_.size() || size == 0) return;
  const auto end = at + std::min<std::uint64_t>(size, input_.size() - at);
  if (!ranges_.empty() && ranges_.back().second == at) {  // strips mostly follow one another
    ranges_.back().second = end;
  } else {
    ranges_.emplace_back(at, end);
  }
}

std::uint64_t Extents::slack() {
  std::ranges::sort(ranges_);
  std::uint64_t unused = 0;
  std::uint64_t reached = 0;
  const auto reach = [&](std::uint64_t begin) {
    if (begin <= reached) return;
    const bool filling = begin - reached == 1 && reached % 2 == 1 && u8(input_, static_cast<std::size_t>(reached)) == 0;
    if (!filling) unused += begin - reached;
  };
  for (const auto& [begin, end] : ranges_) {
    reach(begin);
    reached = std::max(reached, end);
  }
  return unused + (input_.size() - reached);
}

}  // namespace stripmeta::tiff
