// What a page's directory says about its samples, and how many strips or tiles hold them.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>

#include "strip/tiff/directory.hpp"
#include "strip/tiff/kept_tags.hpp"

namespace stripmeta::tiff {

// "Strip" stands for strips and tiles alike.
struct Shape {
  std::uint64_t width{0};
  std::uint64_t height{0};
  std::uint64_t bits{1};        // of a sample
  bool same_bits{true};         // every sample has as many bits
  std::uint64_t pixel_bits{1};  // of all samples of a pixel together
  std::uint64_t across{2};      // YCbCr: pixels that share their chroma samples
  std::uint64_t down{2};
  std::uint64_t samples{1};  // of a pixel
  std::uint64_t compression{1};
  std::uint64_t photometric{0};
  bool planar{false};  // each sample has strips of its own
  bool tiled{false};
  std::uint64_t strip_width{0};   // in pixels
  std::uint64_t strip_height{0};  // the last strip may have less
  std::uint64_t strip_count{0};

  // Bytes of strip `i` without compression; nullopt if they are not known exactly.
  std::optional<std::uint64_t> plain_size(std::uint64_t i) const;

  // An upper bound of the bytes of strip `i`.
  std::uint64_t max_size(std::uint64_t i) const;

  // How many values a tag with this limit may have.
  std::uint64_t max_values(ValueLimit limit) const;

 private:
  std::uint64_t rows_of(std::uint64_t i) const;
};

inline constexpr std::uint64_t jpeg_compression = 7;

// Errors: unsupported, with the name of what is not supported; malformed if decoders cannot tell the shape either;
// too_large.
std::expected<Shape, Error> read_shape(const TagDirectory& directory);

}  // namespace stripmeta::tiff
