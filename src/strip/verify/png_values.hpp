// The values that the small chunks of a clean PNG may have (W3C PNG, third edition, 11.2.2 and 11.3; Android's
// Res_png_9patch).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "strip/base/bytes.hpp"

namespace stripmeta::verify {

struct PngShape {
  std::uint32_t width{0};
  std::uint32_t height{0};
  unsigned depth{0};
  unsigned colour{0};
  std::size_t palette{0};  // colours of PLTE

  bool is_palette() const { return colour == 3; }
  bool is_grey() const { return colour == 0 || colour == 4; }
  bool has_alpha() const { return colour >= 4; }
};

// Whether IHDR's payload is valid. Fills `shape`.
bool read_png_shape(Bytes payload, PngShape& shape);

// Whether the chunk is one that is judged by its values alone.
bool has_png_values(std::string_view type);
// Whether all of its bytes are fields with values that it may have. False if has_png_values() is.
bool are_png_values(std::string_view type, Bytes payload, const PngShape& shape);

// Whether fcTL's fields behind its number are valid; `whole` if the frame must cover the picture.
bool is_png_frame(Bytes payload, const PngShape& shape, bool whole);

}  // namespace stripmeta::verify
