// The density in Exif (CIPA DC-008 4.6.5), and the size that browsers derive from it.
#pragma once

#include <cstdint>
#include <optional>

namespace stripmeta {

struct Rational {
  std::uint32_t numerator{0};
  std::uint32_t denominator{1};
  friend bool operator==(Rational, Rational) = default;
};

// Dots per inch and the size that they give: HTML takes an image's natural size from these five tags together. No
// numerator or denominator is 0.
struct ExifDensity {
  Rational x;               // 282, per inch (296 is 2)
  Rational y;               // 283
  std::uint32_t width{0};   // PixelXDimension, 40962
  std::uint32_t height{0};  // PixelYDimension, 40963
  friend bool operator==(ExifDensity, ExifDensity) = default;
};

// Whether the density changes the size at which HTML shows a picture of this many pixels. False for the usual 72 dots
// per inch. False also if the tags contradict the picture, because browsers ignore them then.
bool is_density_effective(const ExifDensity& density, std::uint32_t width, std::uint32_t height);

// The effective density of a picture of this many pixels, in fractions that have no room for anything else: reduced,
// with two decimals at most. A finer one shows the picture at the same size as the density that gives this size
// exactly, which stands for it. nullopt if that one cannot be written.
std::optional<ExifDensity> plain_density(const ExifDensity& density, std::uint32_t width, std::uint32_t height);

// Whether `found` is `plain` with as many zeros behind both numbers of a fraction.
bool is_density_with_zeros(const ExifDensity& found, const ExifDensity& plain);

}  // namespace stripmeta
