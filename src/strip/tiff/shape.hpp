// What a page's directory says about its samples, and how many strips or tiles hold them.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <vector>

#include "strip/tiff/directory.hpp"
#include "strip/tiff/grid.hpp"
#include "strip/tiff/kept_tags.hpp"

namespace stripmeta::tiff {

inline constexpr std::uint64_t no_compression = 1;
inline constexpr std::uint64_t jpeg_compression = 7;
inline constexpr std::uint64_t packbits_compression = 32773;
inline constexpr std::uint64_t webp_compression = 50001;

// The strip is a JPEG 2000: Aperio's YCbCr and RGB, the lossy kind of Leica, and the registered one.
constexpr bool is_jp2_compression(std::uint64_t compression) {
  return (compression >= 33003 && compression <= 33005) || compression == 34712;
}

// Pixels that may share their chroma samples, across or down (TIFF 6.0 section 21).
constexpr bool is_subsampling(std::uint64_t pixels) {
  return pixels == 1 || pixels == 2 || pixels == 4;
}

// Bits of a sample: up to those of a double, or of two (a complex number).
constexpr bool is_sample_bits(std::uint64_t bits) {
  return (bits >= 1 && bits <= 64) || bits == 128;
}

// "Strip" stands for strips and tiles alike.
struct Shape {
  std::uint64_t width{0};
  std::uint64_t height{0};
  std::uint64_t bits{1};                  // of a sample
  std::vector<std::uint64_t> own_bits{};  // of each sample, if they differ
  std::uint64_t across{2};                // YCbCr: pixels that share their chroma samples
  std::uint64_t down{2};
  std::uint64_t samples{1};  // of a pixel
  std::uint64_t compression{1};
  std::uint64_t photometric{0};
  bool indexed{false};  // tag 346
  bool planar{false};   // each sample has strips of its own
  bool tiled{false};
  bool is_low_first{false};       // FillOrder 2
  std::uint64_t strip_width{0};   // in pixels
  std::uint64_t strip_height{0};  // the last strip may have less
  std::uint64_t strip_count{0};

  // Bytes of strip `i` without compression; nullopt if decoders do not agree on them.
  std::optional<std::uint64_t> plain_size(std::uint64_t i) const;

  // How many of the `size` bytes of strip `i`, without compression, hold samples. Decoders do not agree whether YCbCr
  // samples stand in data units (TIFF 6.0 section 21) or as whole pixels: what is too short for pixels is cut to units.
  std::uint64_t used_size(std::uint64_t i, std::uint64_t size) const;

  // Which bits of strip `i` show pixels; nullopt if all of them may, as in coded data and in YCbCr with shared chroma.
  std::optional<Grid> grid(std::uint64_t i) const;

  // How many values a tag with this limit may have.
  std::uint64_t max_values(ValueLimit limit) const;

  // Whether each strip is a file or a codestream of another format.
  bool has_inner_format() const {
    return compression == jpeg_compression || compression == webp_compression || is_jp2_compression(compression);
  }

  // Whether decoders cannot show the picture without this tag, or show another one.
  bool needs(std::uint16_t tag) const;

  // Whether this is such a picture.
  bool is(Where where) const;

 private:
  std::uint64_t rows_of(std::uint64_t i) const;
  std::uint64_t row_bits(std::uint64_t i) const;
  bool has_shared_chroma() const;
  std::uint64_t strips_across() const;
  std::uint64_t strips_down() const;
  std::uint64_t pixels_size(std::uint64_t i) const;
  std::uint64_t units_size(std::uint64_t i) const;
};

// Errors: unsupported, with the name of what is not supported; malformed if decoders cannot tell the shape either;
// too_large.
std::expected<Shape, Error> read_shape(const TagDirectory& directory);

}  // namespace stripmeta::tiff
