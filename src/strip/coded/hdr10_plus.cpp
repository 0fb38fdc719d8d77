#include "strip/coded/hdr10_plus.hpp"

#include "strip/coded/bits.hpp"

namespace stripmeta::coded {
namespace {

// The table of a display's actual peak luminance.
void copy_peak_luminance(FieldCopy& fields) {
  if (!fields.flag()) return;
  const auto rows = fields.bits(5);
  const auto columns = fields.bits(5);
  fields.skip(std::uint64_t{4} * rows * columns);
}

// Where in the picture a window lies. The first window is the whole picture.
void copy_window(FieldCopy& fields) {
  constexpr unsigned corners_and_centre = 6 * 16;
  constexpr unsigned ellipse = 8 + 3 * 16;
  fields.skip(corners_and_centre + ellipse + 1);
}

void copy_brightness(FieldCopy& fields) {
  constexpr unsigned maxima_and_average = 4 * 17;
  constexpr unsigned percentile = 7 + 17;
  fields.skip(maxima_and_average);
  fields.skip(std::uint64_t{percentile} * fields.bits(4));
  fields.skip(10);
}

void copy_curve(FieldCopy& fields) {
  if (fields.flag()) {
    constexpr unsigned knee_point = 2 * 12;
    fields.skip(knee_point);
    fields.skip(std::uint64_t{10} * fields.bits(4));
  }
  if (fields.flag()) fields.skip(6);
}

}  // namespace

std::optional<std::vector<std::byte>> read_hdr10_plus(Bytes message) {
  constexpr std::uint32_t most_windows = 3;
  FieldCopy fields{message};
  const bool known = fields.bits(8) == 0xB5      // the United States
                     && fields.bits(16) == 0x3C  // Samsung
                     && fields.bits(16) == 1     // ST 2094-40
                     && fields.bits(8) == 4      // application
                     && fields.bits(8) <= 1;     // its version
  if (!known) return std::nullopt;
  const auto windows = fields.bits(2);
  if (windows == 0 || windows > most_windows) return std::nullopt;
  for (std::uint32_t i = 1; i < windows; ++i) copy_window(fields);
  fields.skip(27);
  copy_peak_luminance(fields);
  for (std::uint32_t i = 0; i < windows; ++i) copy_brightness(fields);
  copy_peak_luminance(fields);
  for (std::uint32_t i = 0; i < windows; ++i) copy_curve(fields);
  if (!fields.ok()) return std::nullopt;
  return fields.take(FieldCopy::Fill::zeros);
}

}  // namespace stripmeta::coded
