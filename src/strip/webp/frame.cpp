#include "strip/webp/frame.hpp"

#include <optional>

#include "strip/webp/canvas.hpp"

namespace stripmeta::webp {
namespace {

constexpr std::size_t width_at = 6;
constexpr std::size_t height_at = 9;
constexpr std::size_t duration_at = 12;

// The size of the first picture among the chunks.
std::optional<Size> first_size(ChunkReader chunks) {
  while (const auto chunk = chunks.next()) {
    if (is_bitstream(chunk->name)) return picture_size(*chunk);
  }
  return std::nullopt;
}

}  // namespace

ChunkReader frame_chunks(Bytes input, const Chunk& frame) {
  const auto begin = static_cast<std::size_t>(frame.offset);
  return {input, begin + chunk_head + frame_fields, begin + static_cast<std::size_t>(frame.size)};
}

std::vector<std::byte> kept_frame_fields(Bytes input, const Chunk& frame) {
  constexpr std::byte known_flags{0x03};
  const auto fields = frame.payload.first(frame_fields);
  const Size own{u24(fields, width_at) + 1, u24(fields, height_at) + 1};
  const auto size = first_size(frame_chunks(input, frame)).value_or(own);
  std::vector<std::byte> kept;
  put_bytes(kept, fields.first(width_at));
  put_u24(kept, size.width - 1);
  put_u24(kept, size.height - 1);
  put_bytes(kept, fields.subspan(duration_at));
  kept.back() &= known_flags;
  return kept;
}

// The place is in units of two pixels.
bool is_within(Bytes fields, Size canvas) {
  return 2 * u24(fields, 0) + u24(fields, width_at) < canvas.width &&
         2 * u24(fields, 3) + u24(fields, height_at) < canvas.height;
}

}  // namespace stripmeta::webp
