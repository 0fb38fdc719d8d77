// What a TIFF directory says about the picture's samples, and in how many strips or tiles they are.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>

#include "strip/tiff/directory.hpp"
#include "strip/tiff/tag.hpp"

namespace stripmeta::tiff {

struct Shape {
  std::uint64_t width{0};
  std::uint64_t height{0};
  std::uint64_t bits{1};        // of a sample
  bool same_bits{true};         // every sample has as many
  std::uint64_t pixel_bits{1};  // of all samples together
  std::uint64_t across{2};      // YCbCr: pixels that share their chroma samples
  std::uint64_t down{2};
  std::uint64_t samples{1};  // of a pixel
  std::uint64_t compression{1};
  std::uint64_t photometric{0};
  bool planar{false};  // each sample's plane by itself
  bool tiled{false};
  std::uint64_t extent_width{0};   // of a strip or tile, in pixels
  std::uint64_t extent_height{0};  // of all but the last strips
  std::uint64_t extents{0};        // how many strips or tiles there are

  // Bytes of strip or tile `i` where they are not compressed; none where that is not known.
  std::optional<std::uint64_t> plain_size(std::uint64_t i) const;

  // The most that it may be: more would be no sample.
  std::uint64_t most_size(std::uint64_t i) const;

  // How many values a tag may have.
  std::uint64_t most(Most most) const;

 private:
  std::uint64_t rows_of(std::uint64_t i) const;
};

inline constexpr std::uint64_t jpeg_compression = 7;

// Errors: unsupported by name, malformed where decoders cannot tell the shape either.
std::expected<Shape, Error> read_shape(const TagDirectory& directory);

}  // namespace stripmeta::tiff
