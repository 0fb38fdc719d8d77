#include "strip/tiff/packbits.hpp"

#include <algorithm>

namespace stripmeta::tiff {

PackedEnd packed_end(Bytes packed, std::uint64_t unpacked) {
  constexpr std::uint8_t nothing = 128;
  PackedEnd end;
  std::uint64_t left = unpacked;
  while (left > 0 && end.size < packed.size()) {
    end.head = end.size;
    end.last = u8(packed, end.head);
    if (end.last < nothing) {
      const auto used = std::min<std::uint64_t>(end.last + 1U, left);
      end.last = static_cast<std::uint8_t>(used - 1);
      end.size += 1 + static_cast<std::size_t>(used);
      left -= used;
    } else if (end.last == nothing) {
      end.size += 1;
    } else {
      end.size += 2;
      left -= std::min<std::uint64_t>(257U - end.last, left);
    }
  }
  if (end.size <= packed.size()) return end;
  return {.size = packed.size(), .head = end.head, .last = u8(packed, end.head)};
}

}  // namespace stripmeta::tiff
