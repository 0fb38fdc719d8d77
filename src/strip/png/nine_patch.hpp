// Android's chunks for stretchable pictures, which aapt leaves in packages: npTc (Res_png_9patch), npLb, npOl.
//
//   npTc  1 byte, unused; the numbers of x divisions, y divisions and colours (1 byte each); 8 bytes, unused; padding
//         left, right, top, bottom (4 bytes each); 4 bytes, unused; then the divisions and the colours, 4 bytes each.
//         Numbers are big-endian. What is unused has pointers while Android runs, which it computes anew. A colour of 0
//         says that an area shows nothing; any other repeats what its pixels say, so it becomes 1, which means "none".
//   npLb  the layout's bounds: left, top, right, bottom; as aapt writes them, little-endian
//   npOl  the outline: left, top, right, bottom; its radius (a float); its alpha (1 byte), and three zero bytes
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/png/chunk.hpp"

namespace stripmeta::png {

inline constexpr std::size_t longest_nine_patch = 32 + std::size_t{4} * 3 * 255;

// The payload with unused bytes zeroed and cut to its fields; nullopt if its fields do not fit the picture.
std::optional<std::vector<std::byte>> canonical_nine_patch(Type type, Bytes payload, const Frame& frame);

}  // namespace stripmeta::png
