#include "strip/webp/chunk.hpp"

#include "strip/metadata/exif.hpp"

namespace stripmeta::webp {

std::optional<Chunk> ChunkReader::next() {
  constexpr std::size_t size_at = 4;
  if (left() < chunk_head) return std::nullopt;
  const std::size_t size = u32(input_, at_ + size_at, ByteOrder::little);
  const std::size_t room = left() - chunk_head;
  if (size > room) return std::nullopt;
  const bool odd = size % 2 != 0;
  const bool padded = !odd || size < room;
  const std::size_t begin = at_ + chunk_head;
  const auto padding = odd && padded ? u8(input_, begin + size) : std::uint8_t{0};
  const std::size_t whole = chunk_head + size + (odd && padded ? 1 : 0);
  const Chunk chunk{as_text(input_.subspan(at_, 4)), input_.subspan(begin, size), at_, whole, padded, padding};
  at_ += whole;
  return chunk;
}

bool is_bitstream(std::string_view name) {
  return name == "VP8 " || name == "VP8L";
}

bool is_picture_part(std::string_view name) {
  return is_bitstream(name) || name == "ALPH";
}

bool is_picture(const Chunk& chunk) {
  constexpr std::size_t vp8_min = 10;
  constexpr std::size_t vp8l_min = 5;
  constexpr std::uint8_t vp8l_signature = 0x2F;
  if (chunk.name == "VP8L") return chunk.payload.size() >= vp8l_min && u8(chunk.payload, 0) == vp8l_signature;
  return chunk.payload.size() >= vp8_min && (u8(chunk.payload, 0) & 1U) == 0 &&
         starts_with(chunk.payload.subspan(3), "\x9D\x01\x2A");
}

std::size_t pixels(const Chunk& chunk) {
  constexpr std::size_t width_at = 6;
  constexpr std::size_t height_at = 8;
  constexpr std::size_t side_bits = 0x3FFF;  // the others say how to scale it, which decoders ignore
  return (u16(chunk.payload, width_at, ByteOrder::little) & side_bits) *
         (u16(chunk.payload, height_at, ByteOrder::little) & side_bits);
}

Kind chunk_kind(std::string_view name) {
  if (name == "EXIF") return Kind::exif;
  if (name == "XMP " || name == std::string_view{"XMP\0", 4}) return Kind::xmp;
  if (name == "ICCP") return Kind::icc;
  if (name == "C2PA") return Kind::c2pa;
  if (is_bitstream(name) || name == "ANMF") return Kind::picture;  // a picture that decoders do not show
  return Kind::chunk;
}

Bytes tiff_of(Bytes exif) {
  return exif.subspan(exif_signature_size(exif));  // not allowed, but common
}

}  // namespace stripmeta::webp
