// A run of bytes within a buffer.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace stripmeta {

// The bytes from offset `begin` up to, but not including, `end`. `begin` is never greater than `end`.
struct Range {
  std::size_t begin{0};
  std::size_t end{0};

  std::size_t size() const { return end - begin; }

  // The bytes from offset `from` of this range on, at most `most` of them. Empty if `from` is past its end.
  Range part(std::size_t from, std::size_t most = SIZE_MAX) const {
    const auto at = begin + std::min(from, size());
    return {at, at + std::min(most, end - at)};
  }

  // The characters of `text` that this range covers; `text` must have at least `begin` characters.
  std::string_view of(std::string_view text) const { return text.substr(begin, size()); }

  // By `begin`, then by `end`.
  friend auto operator<=>(const Range&, const Range&) = default;
};

// The ranges in order, those that touch or overlap joined.
inline std::vector<Range> joined(std::vector<Range> ranges) {
  std::ranges::sort(ranges);
  std::vector<Range> result;
  for (const auto& range : ranges) {
    if (result.empty() || range.begin > result.back().end) {
      result.push_back(range);
    } else {
      result.back().end = std::max(result.back().end, range.end);
    }
  }
  return result;
}

}  // namespace stripmeta
