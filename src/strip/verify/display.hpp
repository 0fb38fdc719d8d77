// The colours of a display (SMPTE ST 2086), in PNG and in HEIF.
#pragma once

#include <array>
#include <cstdint>

namespace stripmeta::verify {

// A colour near daylight, in units of 0.00002.
bool is_white(std::int64_t x, std::int64_t y);

// x and y of three primaries and of white, in the same units: the triangle has an area of at least 0.05.
bool is_display(const std::array<std::int64_t, 8>& colours);

}  // namespace stripmeta::verify
