#include "strip/metadata/exif_density.hpp"

#include <limits>
#include <numeric>

namespace stripmeta {
namespace {

constexpr std::uint64_t usual_density = 72;

// Whether `pixels` at this density are `size` CSS pixels, rounded to the nearest one.
bool is_natural_size(Rational dots_per_inch, std::uint32_t pixels, std::uint32_t size) {
  const std::uint64_t numerator = pixels * usual_density * dots_per_inch.denominator;
  return (numerator + dots_per_inch.numerator / 2U) / dots_per_inch.numerator == size;
}

std::optional<Rational> reduced(std::uint64_t numerator, std::uint64_t denominator) {
  const auto divisor = std::gcd(numerator, denominator);
  constexpr auto most = std::numeric_limits<std::uint32_t>::max();
  if (numerator / divisor > most || denominator / divisor > most) return std::nullopt;
  return Rational{static_cast<std::uint32_t>(numerator / divisor), static_cast<std::uint32_t>(denominator / divisor)};
}

std::optional<Rational> plain_fraction(Rational value, std::uint32_t pixels, std::uint32_t size) {
  constexpr std::uint32_t decimals = 100;
  constexpr std::uint32_t most = 0xFFFF;
  const auto same = reduced(value.numerator, value.denominator);
  if (same && decimals % same->denominator == 0 && same->numerator / same->denominator <= most) return same;
  return reduced(pixels * usual_density, size);
}

bool has_zeros(Rational found, Rational plain) {
  for (std::uint64_t factor = 1; plain.numerator * factor <= found.numerator; factor *= 10) {
    if (plain.numerator * factor == found.numerator && plain.denominator * factor == found.denominator) return true;
  }
  return false;
}

}  // namespace

bool is_density_effective(const ExifDensity& density, std::uint32_t width, std::uint32_t height) {
  if (density.width == 0 || density.height == 0) return false;
  return is_natural_size(density.x, width, density.width) && is_natural_size(density.y, height, density.height) &&
         (density.width != width || density.height != height);
}

std::optional<ExifDensity> plain_density(const ExifDensity& density, std::uint32_t width, std::uint32_t height) {
  const auto x = plain_fraction(density.x, width, density.width);
  const auto y = plain_fraction(density.y, height, density.height);
  if (!x || !y) return std::nullopt;
  const ExifDensity plain{*x, *y, density.width, density.height};
  return is_density_effective(plain, width, height) ? std::optional{plain} : std::nullopt;
}

bool is_density_with_zeros(const ExifDensity& found, const ExifDensity& plain) {
  return has_zeros(found.x, plain.x) && has_zeros(found.y, plain.y) && found.width == plain.width &&
         found.height == plain.height;
}

}  // namespace stripmeta
