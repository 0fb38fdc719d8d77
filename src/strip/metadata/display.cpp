#include "strip/metadata/display.hpp"

#include <algorithm>

namespace stripmeta {

bool is_primaries_code(unsigned number) {
  return (number >= 1 && number <= 12 && number != 3) || number == 22;
}

bool is_transfer_code(unsigned number) {
  return number >= 1 && number <= 18 && number != 3;
}

bool are_primaries(Chromaticity a, Chromaticity b, Chromaticity c) {
  constexpr std::int64_t one = 50'000;
  constexpr std::int64_t least = one * one / 10;  // twice an area of 0.05
  const auto twice = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
  return std::max({a.x + a.y, b.x + b.y, c.x + c.y}) <= one && (twice >= least || -twice >= least);
}

}  // namespace stripmeta
