// Which bytes of an uncompressed strip or tile show pixels. A tile at the picture's edge reaches past it, and a row
// ends with a whole byte (TIFF 6.0 sections 3 and 15).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta::tiff {

struct Grid {
  std::uint64_t row_bytes{0};
  std::uint64_t used_bits{0};  // of each row
  std::uint64_t used_rows{0};
  bool is_low_first{false};  // FillOrder 2: the first pixel of a byte stands in its low bits

  // Whether there are bits that show nothing.
  bool has_outside(std::uint64_t size) const { return used_bits < 8 * row_bytes || used_rows * row_bytes < size; }
  // The strip with zeros in them.
  std::vector<std::byte> cleared(Bytes strip) const;
};

// What a strip shows that two pages, or two places of a page, refer to. nullopt stands for all of it.
std::optional<Grid> joined(const std::optional<Grid>& one, const std::optional<Grid>& other);

}  // namespace stripmeta::tiff
