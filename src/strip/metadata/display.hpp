// Numbers by which containers describe the colours of a display (H.273, SMPTE ST 2086): those that displays have.
// Others could hold a text.
#pragma once

#include <cstdint>

namespace stripmeta {

// Whether H.273 has such colour primaries (table 2), or such transfer characteristics (table 3). 2 says "unspecified".
bool is_primaries_code(unsigned number);
bool is_transfer_code(unsigned number);

// A colour in steps of 0.00002.
struct Chromaticity {
  std::int64_t x{0};
  std::int64_t y{0};

  bool is_zero() const { return x == 0 && y == 0; }
  // x from 0.26 to 0.36, y from 0.27 to 0.38: daylight, and what projectors have.
  bool is_white() const { return x >= 13'000 && x <= 18'000 && y >= 13'500 && y <= 19'000; }
};

// Whether three primaries, in any order, span at least half of sRGB's triangle. No display has less, but text would.
bool are_primaries(Chromaticity a, Chromaticity b, Chromaticity c);

}  // namespace stripmeta
