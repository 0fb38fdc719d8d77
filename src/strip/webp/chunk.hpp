// Reads a WebP's chunks (RFC 9649 2.3).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "strip/base/bytes.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::webp {

inline constexpr std::size_t chunk_head = 8;  // four letters, then the payload's size
inline constexpr std::size_t riff_head = 12;  // "RIFF", the size, "WEBP"

// A chunk of the input.
struct Chunk {
  std::string_view name;
  Bytes payload;
  std::uint64_t offset;  // of its letters
  std::uint64_t size;    // header and padding included
  bool is_padded;        // false: the size is odd and the padding is missing
  std::uint8_t padding;  // the padding byte; 0 if there is none
};

// Walks the chunks in a part of the input.
class ChunkReader {
 public:
  ChunkReader(Bytes input, std::size_t begin, std::size_t end) : input_(input), at_(begin), end_(end) {}

  std::size_t at() const { return at_; }
  std::size_t left() const { return end_ - at_; }
  // nullopt if no whole chunk follows. The last chunk may lack its padding.
  std::optional<Chunk> next();

 private:
  Bytes input_;
  std::size_t at_;
  std::size_t end_;
};

bool is_bitstream(std::string_view name);     // VP8 or VP8L
bool is_picture_part(std::string_view name);  // VP8, VP8L or ALPH

// The kind of a chunk that goes.
Kind chunk_kind(std::string_view name);

// The TIFF structure of an EXIF payload: without the "Exif\0\0" that some writers put first.
Bytes tiff_of(Bytes exif);

}  // namespace stripmeta::webp
