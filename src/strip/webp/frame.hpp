// A frame of an animated WebP, ANMF (RFC 9649 2.7.1.1): the fields before its chunks, and the chunks.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/webp/chunk.hpp"
#include "strip/webp/picture.hpp"

namespace stripmeta::webp {

inline constexpr std::size_t frame_fields = 16;  // place, size, duration and flags

// The chunks of a frame, whose payload has at least its fields. As in libwebp, the padding belongs to the frame.
ChunkReader frame_chunks(Bytes input, const Chunk& frame);

// The fields of such a frame as they stay: with the reserved bits of the flags cleared, and the size of its picture.
// libwebp shows the picture, whatever size the frame says.
std::vector<std::byte> kept_frame_fields(Bytes input, const Chunk& frame);

// Whether a frame with these fields lies within the canvas.
bool is_within(Bytes fields, Size canvas);

}  // namespace stripmeta::webp
