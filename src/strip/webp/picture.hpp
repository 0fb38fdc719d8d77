// The coded picture of a WebP or of one of its frames: VP8 (RFC 6386), VP8L (RFC 9649 3), and the alpha plane of a VP8
// picture (RFC 9649 2.7.1.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/webp/chunk.hpp"

namespace stripmeta::webp {

struct Size {
  std::uint32_t width{0};
  std::uint32_t height{0};

  friend bool operator==(Size, Size) = default;
};

// The size that a VP8 or VP8L chunk says, in pixels. nullopt if VP8 does not begin with a key frame's start code
// (RFC 6386 9.1), or VP8L with its signature.
std::optional<Size> picture_size(const Chunk& chunk);

// What stays of an alpha plane, whose payload is not empty, beside a VP8 picture of this size. Its reserved bits are
// cleared, and those about preprocessing if their value is unknown: decoders should ignore both. A plane that is not
// compressed has one byte for each pixel, so what follows them goes. nullopt if the compression is unknown: then no
// decoder shows the picture.
std::optional<std::vector<std::byte>> kept_alpha(Bytes payload, Size size);

}  // namespace stripmeta::webp
