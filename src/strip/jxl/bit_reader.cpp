#include "strip/jxl/bit_reader.hpp"

#include <algorithm>

namespace stripmeta::jxl {

bool BitReader::has(std::uint64_t count) {
  is_cut_ = is_cut_ || (!is_bad_ && bytes_.size() * std::uint64_t{8} - at_ < count);
  return is_good();
}

std::uint32_t BitReader::bits(unsigned count) {
  constexpr unsigned byte_bits = 8;
  if (!has(count)) return 0;
  std::uint64_t value = 0;
  for (unsigned read = 0; read < count;) {
    const auto in_byte = static_cast<unsigned>(at_ % byte_bits);
    const auto taken = std::min(byte_bits - in_byte, count - read);
    const auto byte = unsigned{u8(bytes_, static_cast<std::size_t>(at_ / byte_bits))};
    value |= std::uint64_t{(byte >> in_byte) & ((1U << taken) - 1U)} << read;
    read += taken;
    at_ += taken;
  }
  return static_cast<std::uint32_t>(value);
}

std::uint32_t BitReader::u32(const Ways& ways) {
  const auto& way = ways.at(bits(2));
  return way.offset + bits(way.bits);
}

// B.2.3: nothing, 4 bits, 8 bits, or 12 bits and then as many groups of 8 as flags say.
std::uint64_t BitReader::u64() {
  constexpr unsigned last_group_at = 60;
  switch (bits(2)) {
    case 0: return 0;
    case 1: return 1 + std::uint64_t{bits(4)};
    case 2: return 17 + std::uint64_t{bits(8)};
    default: break;
  }
  std::uint64_t value = bits(12);
  for (unsigned shift = 12; flag(); shift += 8) {
    if (shift == last_group_at) return value | std::uint64_t{bits(4)} << shift;
    value |= std::uint64_t{bits(8)} << shift;
  }
  return value;
}

std::uint32_t BitReader::enumerated() {
  return u32({{{0, 0}, {1, 0}, {2, 4}, {18, 6}}});
}

void BitReader::skip(std::uint64_t count) {
  if (has(count)) at_ += count;
}

void BitReader::align() {
  const auto left = static_cast<unsigned>((8 - at_ % 8) % 8);
  if (bits(left) != 0) set_bad();
}

}  // namespace stripmeta::jxl
