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
