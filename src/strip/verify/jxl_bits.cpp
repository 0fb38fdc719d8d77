#include "strip/verify/jxl_bits.hpp"

namespace stripmeta::verify {

std::uint32_t JxlBits::take(unsigned width) {
  if (!has(width)) return 0;
  std::uint32_t value = 0;
  for (unsigned i = 0; i < width; ++i, ++position) {
    const auto byte = unsigned{u8(bytes, static_cast<std::size_t>(position >> 3U))};
    value |= (byte >> (position & 7U) & 1U) << i;
  }
  return value;
}

std::uint32_t JxlBits::choose(Choice a, Choice b, Choice c, Choice d) {
  const auto which = take(2);
  const auto& choice = which == 0 ? a : which == 1 ? b : which == 2 ? c : d;
  return choice.base + take(choice.width);
}

std::uint64_t JxlBits::large() {
  const auto which = take(2);
  if (which == 0) return 0;
  if (which == 1) return 1 + take(4);
  if (which == 2) return 17 + take(8);
  std::uint64_t value = take(12);
  unsigned shift = 12;
  while (bit() && shift < 64) {
    const unsigned width = shift == 60 ? 4 : 8;
    value |= std::uint64_t{take(width)} << shift;
    if (shift == 60) break;
    shift += 8;
  }
  return value;
}

bool JxlBits::has(std::uint64_t width) {
  ran_out = ran_out || (!wrong && size - position < width);
  return is_fine();
}

void JxlBits::to_byte() {
  while (position % 8 != 0 && is_fine()) wrong = bit();
}

}  // namespace stripmeta::verify
