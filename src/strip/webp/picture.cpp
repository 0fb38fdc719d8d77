#include "strip/webp/picture.hpp"

#include <algorithm>

namespace stripmeta::webp {
namespace {

constexpr std::uint32_t side_bits = 0x3FFF;  // of VP8, the others say how to scale it, which decoders ignore

std::optional<Size> vp8_size(Bytes payload) {
  constexpr std::size_t head = 10;
  constexpr std::size_t width_at = 6;
  constexpr std::size_t height_at = 8;
  const bool is_key_frame =
      payload.size() >= head && (u8(payload, 0) & 1U) == 0 && starts_with(payload.subspan(3), "\x9D\x01\x2A");
  if (!is_key_frame) return std::nullopt;
  return Size{u16(payload, width_at, ByteOrder::little) & side_bits,
              u16(payload, height_at, ByteOrder::little) & side_bits};
}

std::optional<Size> vp8l_size(Bytes payload) {
  constexpr std::size_t head = 5;
  constexpr std::uint8_t signature = 0x2F;
  constexpr unsigned height_shift = 14;
  if (payload.size() < head || u8(payload, 0) != signature) return std::nullopt;
  const auto sides = u32(payload, 1, ByteOrder::little);
  return Size{(sides & side_bits) + 1, (sides >> height_shift & side_bits) + 1};
}

}  // namespace

std::optional<Size> picture_size(const Chunk& chunk) {
  return chunk.name == "VP8L" ? vp8l_size(chunk.payload) : vp8_size(chunk.payload);
}

std::optional<std::vector<std::byte>> kept_alpha(Bytes payload, Size size) {
  constexpr unsigned compression = 0x03;
  constexpr unsigned filter = 0x0C;
  constexpr unsigned preprocessing = 0x30;
  constexpr unsigned reduced_levels = 0x10;
  const unsigned head = u8(payload, 0);
  if ((head & compression) > 1) return std::nullopt;
  const bool is_reduced = (head & preprocessing) == reduced_levels;
  std::vector<std::byte> kept;
  put_u8(kept, (head & (compression | filter)) | (is_reduced ? reduced_levels : 0));
  const std::uint64_t pixels = std::uint64_t{size.width} * size.height;
  const auto plane = payload.subspan(1);
  const bool is_plain = (head & compression) == 0;
  put_bytes(kept,
            is_plain ? plane.first(static_cast<std::size_t>(std::min<std::uint64_t>(plane.size(), pixels))) : plane);
  return kept;
}

}  // namespace stripmeta::webp
