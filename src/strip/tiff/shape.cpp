#include "strip/tiff/shape.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "strip/grammar/grammar.hpp"

namespace stripmeta::tiff {
namespace {

constexpr std::uint64_t max_strips = 1U << 20U;
constexpr std::uint64_t max_pixels = std::numeric_limits<std::uint32_t>::max();  // on a side
constexpr std::uint64_t max_level_bits = 16;
constexpr std::uint64_t palette = 3;
constexpr std::uint64_t ycbcr = 6;

// In this order: none, CCITT 1D, T.4, T.6, LZW, JPEG, Deflate, NeXT, CCITT RLE word-aligned, PackBits, ThunderScan,
// Deflate (old), JPEG 2000 (three private numbers), SGI LogLuv and Log24, JPEG 2000, LERC, LZMA, ZSTD, WebP. JPEG,
// JPEG 2000 and WebP have grammars of their own; all others hold only coded samples.
constexpr std::array<std::uint64_t, 22> compressions{1,     2,     3,     4,     5,     7,     8,     32766,
                                                     32771, 32773, 32809, 32946, 33003, 33004, 33005, 34676,
                                                     34677, 34712, 34887, 34925, 50000, 50001};
// WhiteIsZero, BlackIsZero, RGB, palette, mask, separated, YCbCr, CIE L*a*b*, ICC L*a*b*, ITU L*a*b*, LogL, LogLuv.
constexpr std::array<std::uint64_t, 12> photometrics{0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 32844, 32845};

std::uint64_t divide_up(std::uint64_t whole, std::uint64_t part) {
  return whole / part + (whole % part != 0 ? 1 : 0);
}

class ShapeReader {
 public:
  explicit ShapeReader(const TagDirectory& directory) : directory_(directory) {}

  std::expected<Shape, Error> read() {
    if (auto status = read_samples(); !status) return std::unexpected(status.error());
    if (auto status = check_coding(); !status) return std::unexpected(status.error());
    if (auto status = read_strips(); !status) return std::unexpected(status.error());
    return shape_;
  }

 private:
  std::uint64_t number(std::uint16_t tag, std::uint64_t absent) const {
    return directory_.integer(tag).value_or(absent);
  }
  std::unexpected<Error> malformed(std::string_view sentence) const {
    return fail(ErrorKind::malformed, directory_.at, sentence);
  }
  std::unexpected<Error> unsupported(std::string_view sentence) const {
    return fail(ErrorKind::unsupported, directory_.at, sentence);
  }

  // A tag that is there but not a number is not replaced by its default: a decoder might read the tag all the same.
  bool are_numbers() const {
    constexpr std::array tags{tag_compression,    tag_samples,    tag_planar,     tag_depth,
                              tag_rows_per_strip, tag_tile_width, tag_tile_height};
    return std::ranges::none_of(
        tags, [&](std::uint16_t tag) { return directory_.find(tag) != nullptr && !directory_.integer(tag); });
  }

  Status read_samples() {
    shape_.width = number(tag_width, 0);
    shape_.height = number(tag_height, 0);
    if (!are_numbers()) return malformed("a page describes its picture by values that are not whole numbers");
    if (shape_.width == 0 || shape_.height == 0) return malformed("a page has no width or no height");
    if (shape_.width > max_pixels || shape_.height > max_pixels)
      return malformed("a page is larger than a TIFF can describe");
    if (!directory_.integer(tag_photometric))
      return malformed("a page does not say what its samples mean (PhotometricInterpretation)");
    shape_.photometric = number(tag_photometric, 0);
    shape_.compression = number(tag_compression, no_compression);
    shape_.indexed = number(tag_indexed, 0) == 1;
    shape_.is_low_first = number(tag_fill_order, 1) == 2;
    shape_.samples = number(tag_samples, 1);
    if (shape_.samples == 0 || shape_.samples > std::numeric_limits<std::uint16_t>::max()) {
      return malformed("a page has no samples per pixel, or too many");
    }
    read_bits();
    if (!are_bits_possible()) return malformed("a page's samples have an impossible number of bits");
    if (number(tag_depth, 1) > 1) return unsupported("a TIFF of a volume (ImageDepth) is not supported");
    shape_.planar = number(tag_planar, 1) == 2 && shape_.samples > 1;
    return read_subsampling();
  }

  void read_bits() {
    const auto* entry = directory_.find(tag_bits);
    shape_.bits = entry == nullptr ? 1 : entry->integer().value_or(0);
    if (entry == nullptr) return;
    for (std::uint64_t i = 0; i < shape_.samples; ++i) {
      const auto own = i < entry->count ? entry->integer(i).value_or(0) : shape_.bits;
      if (own == shape_.bits && shape_.own_bits.empty()) continue;
      shape_.own_bits.resize(static_cast<std::size_t>(shape_.samples), shape_.bits);
      shape_.own_bits[static_cast<std::size_t>(i)] = own;
    }
  }

  bool are_bits_possible() const {
    return is_sample_bits(shape_.bits) && std::ranges::all_of(shape_.own_bits, is_sample_bits);
  }

  // Decoders ignore the tag if it lacks a value. JPEG, JPEG 2000 and WebP say by themselves how they are sampled.
  Status read_subsampling() {
    const auto* entry = directory_.find(tag_subsampling);
    if (shape_.photometric != ycbcr || entry == nullptr || entry->count < 2 || shape_.has_inner_format()) return {};
    shape_.across = entry->integer(0).value_or(0);
    shape_.down = entry->integer(1).value_or(0);
    if (is_subsampling(shape_.across) && is_subsampling(shape_.down)) return {};
    return malformed(
        "a page shares its chroma samples between pixels (YCbCrSubSampling) by numbers other than 1, 2 and 4");
  }

  Status check_coding() const {
    if (shape_.photometric == color_filter_array) return unsupported("a raw image of a camera is not supported");
    if (shape_.photometric == linear_raw) return unsupported("a raw image (LinearRaw) is not supported");
    if (shape_.compression == 6) return unsupported("old-style JPEG in a TIFF (compression 6) is not supported");
    if (std::ranges::find(compressions, shape_.compression) == compressions.end())
      return unsupported("a TIFF with an unknown compression is not supported");
    if (std::ranges::find(photometrics, shape_.photometric) == photometrics.end())
      return unsupported("a TIFF with an unknown colour space is not supported");
    return {};
  }

  Status read_strips() {
    // A tile's size decides: writers give the tiles' offsets by either tag, and decoders take both for the same.
    shape_.tiled = directory_.find(tag_tile_width) != nullptr || directory_.find(tag_tile_height) != nullptr;
    const bool by_tiles = directory_.find(tag_tile_offsets) != nullptr;
    const bool by_strips = directory_.find(tag_strip_offsets) != nullptr;
    if (!by_tiles && !by_strips) return malformed("a page has neither strips nor tiles");
    if (by_tiles && by_strips) return malformed("a page has both strips and tiles");
    const auto rows = std::min(number(tag_rows_per_strip, shape_.height), shape_.height);
    shape_.strip_width = shape_.tiled ? number(tag_tile_width, 0) : shape_.width;
    shape_.strip_height = shape_.tiled ? number(tag_tile_height, 0) : rows;
    if (shape_.strip_width > max_pixels || shape_.strip_height > max_pixels)
      return malformed("a page's tiles are larger than a TIFF can describe");
    if (shape_.strip_width == 0 || shape_.strip_height == 0)
      return malformed("a page's strips or tiles have no width or no height");
    const auto across = divide_up(shape_.width, shape_.strip_width);
    const auto down = divide_up(shape_.height, shape_.strip_height);
    const auto planes = shape_.planar ? shape_.samples : 1;
    if (across > max_strips || down > max_strips || across * down > max_strips / planes) {
      return fail(ErrorKind::too_large, directory_.at, "a page has more than 1048576 strips or tiles");
    }
    shape_.strip_count = across * down * planes;
    return {};
  }

  const TagDirectory& directory_;
  Shape shape_;
};

}  // namespace

std::uint64_t Shape::strips_across() const {
  return divide_up(width, strip_width);
}
std::uint64_t Shape::strips_down() const {
  return divide_up(height, strip_height);
}

std::uint64_t Shape::rows_of(std::uint64_t i) const {
  const auto strips = strips_down();
  const bool last = !tiled && i % strips == strips - 1;
  return last ? height - (strips - 1) * strip_height : strip_height;
}

// The bits of a row of strip `i`, with those of the samples that stand in it.
std::uint64_t Shape::row_bits(std::uint64_t i) const {
  if (own_bits.empty()) return strip_width * bits * (planar ? 1 : samples);
  if (planar) return strip_width * own_bits[static_cast<std::size_t>(i / (strip_count / samples))];
  return strip_width * std::accumulate(own_bits.begin(), own_bits.end(), std::uint64_t{0});
}

bool Shape::has_shared_chroma() const {
  return photometric == ycbcr && !planar && samples == 3 && across * down > 1;
}

std::uint64_t Shape::pixels_size(std::uint64_t i) const {
  constexpr auto unbounded = std::numeric_limits<std::uint64_t>::max();
  const auto row = divide_up(row_bits(i), 8);
  return rows_of(i) > unbounded / row ? unbounded : row * rows_of(i);
}

std::uint64_t Shape::units_size(std::uint64_t i) const {
  constexpr auto unbounded = std::numeric_limits<std::uint64_t>::max();
  const auto row = divide_up(divide_up(strip_width, across) * (across * down + 2) * bits, 8);
  const auto rows = divide_up(rows_of(i), down);
  return rows > unbounded / row ? unbounded : row * rows;
}

std::optional<std::uint64_t> Shape::plain_size(std::uint64_t i) const {
  if (has_shared_chroma() || pixels_size(i) == std::numeric_limits<std::uint64_t>::max()) return std::nullopt;
  return pixels_size(i);
}

std::optional<Grid> Shape::grid(std::uint64_t i) const {
  if (compression != no_compression || has_shared_chroma()) return std::nullopt;
  const auto place = i % (strips_across() * strips_down());
  const auto left = place % strips_across() * strip_width;
  const auto top = place / strips_across() * strip_height;
  const auto bits_of_row = row_bits(i);
  return Grid{divide_up(bits_of_row, 8), bits_of_row / strip_width * std::min(strip_width, width - left),
              std::min(strip_height, height - top), is_low_first};
}

std::uint64_t Shape::used_size(std::uint64_t i, std::uint64_t size) const {
  const auto units = has_shared_chroma() ? units_size(i) : 0;
  const auto full = std::max(pixels_size(i), units);
  if (size >= full) return full;
  return units > 0 ? std::min(size, units) : size;
}

std::uint64_t Shape::max_values(ValueLimit limit) const {
  const auto levels = std::uint64_t{1} << std::min(bits, max_level_bits);
  switch (limit) {
    case ValueLimit::one: return 1;
    case ValueLimit::two: return 2;
    case ValueLimit::three: return 3;
    case ValueLimit::six: return 6;
    case ValueLimit::per_sample: return samples;
    case ValueLimit::per_level: return levels;
    case ValueLimit::three_per_level: return 3 * levels;
  }
  return 0;
}

bool Shape::needs(std::uint16_t tag) const {
  constexpr std::array<std::uint64_t, 5> predicted{5, 8, 32946, 34925, 50000};  // LZW, Deflate, LZMA, ZSTD
  if (tag == tag_predictor) return std::ranges::find(predicted, compression) != predicted.end();
  return tag == tag_palette && photometric == palette;
}

bool Shape::is(Where where) const {
  constexpr std::uint64_t rgb = 2;
  constexpr std::uint64_t separated = 5;
  switch (where) {
    case Where::everywhere: return true;
    case Where::strips: return !tiled;
    case Where::grey: return photometric <= 1;
    case Where::palette: return photometric == palette || indexed;
    case Where::separated: return photometric == separated;
    case Where::ycbcr: return photometric == ycbcr;
    case Where::rgb_or_ycbcr: return photometric == ycbcr || photometric == rgb;
    case Where::log: return photometric == 32844 || photometric == 32845;
    case Where::fax3: return compression == 3;
    case Where::fax4: return compression == 4;
    case Where::lerc: return compression == 34887;
  }
  return false;
}

std::expected<Shape, Error> read_shape(const TagDirectory& directory) {
  return ShapeReader{directory}.read();
}

}  // namespace stripmeta::tiff
