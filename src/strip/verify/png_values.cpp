#include "strip/verify/png_values.hpp"

#include <algorithm>
#include <array>

#include "strip/verify/display.hpp"

namespace stripmeta::verify {
namespace {

constexpr std::uint32_t ten_thousand_nits = 100'000'000;
constexpr std::uint64_t most_signed = 0x7FFFFFFF;

bool is_between(std::uint64_t value, std::uint64_t least, std::uint64_t most) {
  return value >= least && value <= most;
}

// Of the bits above the depth, decoders see at most whether a byte has any.
bool is_sample(unsigned sample, unsigned depth) {
  return depth == 16 || (sample < 512 && sample % 256 >> depth < 2);
}

bool is_transparency(Bytes payload, const PngShape& shape) {
  const std::size_t samples = shape.is_grey() ? 1 : 3;
  const std::size_t most = shape.is_palette() ? shape.palette : 2 * samples;
  const bool is_long = payload.size() == most + 1;  // libpng ignores it, other decoders do not
  if (is_long && (payload.size() > 256 || u8(payload, most) != 0)) return false;
  if (shape.is_palette()) return is_between(payload.size(), 1, most + 1);
  if (shape.has_alpha() || (payload.size() != most && !is_long)) return false;
  for (std::size_t i = 0; i < samples; ++i) {
    if (!is_sample(u16(payload, 2 * i), shape.depth)) return false;
  }
  return true;
}

bool is_background(Bytes payload, const PngShape& shape) {
  if (shape.is_palette()) return payload.size() == 1 && u8(payload, 0) < shape.palette;
  const std::size_t samples = shape.is_grey() ? 1 : 3;
  if (payload.size() != 2 * samples) return false;
  for (std::size_t i = 0; i < samples; ++i) {
    if (u16(payload, 2 * i) >> shape.depth != 0) return false;
  }
  return true;
}

bool is_significant(Bytes payload, const PngShape& shape) {
  const std::size_t colours = shape.is_grey() ? 1 : 3;
  const unsigned depth = shape.is_palette() ? 8 : shape.depth;
  return payload.size() == colours + (shape.has_alpha() ? 1 : 0) &&
         std::ranges::all_of(payload, [&](std::byte b) { return is_between(std::to_integer<unsigned>(b), 1, depth); });
}

bool is_gamma(Bytes payload, const PngShape& /*any*/) {
  return payload.size() == 4 && is_between(u32(payload, 0), 16, 625'000'000);
}

bool is_chromaticity(Bytes payload, const PngShape& /*any*/) {
  if (payload.size() != 32 || u32(payload, 4) == 0) return false;
  for (std::size_t point = 0; point < 4; ++point) {
    if (std::uint64_t{u32(payload, 8 * point)} + u32(payload, 8 * point + 4) > 110'000) return false;
  }
  return true;
}

bool is_intent(Bytes payload, const PngShape& /*any*/) {
  return payload.size() == 1 && u8(payload, 0) < 4;
}

bool is_cicp(Bytes payload, const PngShape& /*any*/) {
  using std::string_view_literals::operator""sv;
  constexpr auto primaries = "\1\2\4\5\6\7\x08\x09\x0A\x0B\x0C\x16"sv;
  constexpr auto transfers = "\1\2\4\5\6\7\x08\x09\x0A\x0B\x0C\x0D\x0E\x0F\x10\x11\x12"sv;
  const auto text = as_text(payload);
  return payload.size() == 4 && primaries.contains(text[0]) && transfers.contains(text[1]) && text[2] == 0 &&
         (text[3] == 0 || text[3] == 1);
}

// Primaries and white of a display, in units of 0.00002.
std::array<std::int64_t, 8> colours_of(Bytes payload) {
  std::array<std::int64_t, 8> colours{};
  for (std::size_t i = 0; i < colours.size(); ++i) colours.at(i) = u16(payload, 2 * i);
  return colours;
}

bool is_mastering(Bytes payload, const PngShape& /*any*/) {
  if (payload.size() != 24) return false;
  if (!is_zero(payload.first(16)) && !is_display(colours_of(payload))) return false;
  return u32(payload, 16) <= ten_thousand_nits && u32(payload, 20) <= u32(payload, 16);
}

bool is_light(Bytes payload, const PngShape& /*any*/) {
  return payload.size() == 8 && u32(payload, 0) <= ten_thousand_nits && u32(payload, 4) <= ten_thousand_nits;
}

bool is_density(Bytes payload, const PngShape& /*any*/) {
  constexpr std::uint32_t most = 100'000'000;
  return payload.size() == 9 && is_between(u32(payload, 0), 1, most) && is_between(u32(payload, 4), 1, most) &&
         u8(payload, 8) < 2;
}

bool is_animation(Bytes payload, const PngShape& /*any*/) {
  return payload.size() == 8 && is_between(u32(payload, 0), 1, most_signed) && u32(payload, 4) < 0x20000000;
}

bool is_palette(Bytes payload, const PngShape& shape) {
  return shape.is_palette() && !payload.empty() && payload.size() % 3 == 0 &&
         payload.size() / 3 <= std::size_t{1} << shape.depth;
}

// Numbers that ascend up to `most`.
bool ascend(Bytes numbers, std::uint32_t most) {
  for (std::size_t at = 0; at < numbers.size(); at += 4) {
    if (u32(numbers, at) > most || (at > 0 && u32(numbers, at) < u32(numbers, at - 4))) return false;
  }
  return true;
}

// See src/strip/png/nine_patch.hpp for the fields.
bool is_nine_patch(Bytes payload, const PngShape& shape) {
  if (payload.size() < 32 || u8(payload, 0) != 0 || u64(payload, 4) != 0 || u32(payload, 28) != 0) return false;
  const std::size_t columns = u8(payload, 1);
  const std::size_t rows = u8(payload, 2);
  const std::size_t colours = u8(payload, 3);
  if (payload.size() != 32 + 4 * (columns + rows + colours) || colours > (columns + 1) * (rows + 1)) return false;
  for (std::size_t side = 0; side < 4; ++side) {
    const auto padding = u32(payload, 12 + 4 * side);
    if (padding != ~std::uint32_t{0} && padding > (side < 2 ? shape.width : shape.height)) return false;
  }
  for (std::size_t at = 32 + 4 * (columns + rows); at < payload.size(); at += 4) {
    if (u32(payload, at) > 1) return false;
  }
  return ascend(payload.subspan(32, 4 * columns), shape.width) &&
         ascend(payload.subspan(32 + 4 * columns, 4 * rows), shape.height);
}

bool is_nine_patch_layout(Bytes payload, const PngShape& shape) {
  if (payload.size() != 16) return false;
  for (std::size_t side = 0; side < 4; ++side) {
    if (u32(payload, 4 * side, ByteOrder::little) > (side % 2 == 0 ? shape.width : shape.height)) return false;
  }
  return true;
}

bool is_nine_patch_outline(Bytes payload, const PngShape& shape) {
  constexpr std::uint32_t float_32768 = 0x47000000;
  return payload.size() == 24 && is_nine_patch_layout(payload.first(16), shape) &&
         u32(payload, 16, ByteOrder::little) < float_32768 && is_zero(payload.subspan(21));
}

struct Row {
  std::string_view type;
  bool (*is_valid)(Bytes payload, const PngShape& shape);
};
constexpr std::array<Row, 17> rows{{
    {"PLTE", is_palette},
    {"tRNS", is_transparency},
    {"bKGD", is_background},
    {"sBIT", is_significant},
    {"gAMA", is_gamma},
    {"cHRM", is_chromaticity},
    {"sRGB", is_intent},
    {"cICP", is_cicp},
    {"mDCV", is_mastering},
    {"mDCv", is_mastering},
    {"cLLI", is_light},
    {"cLLi", is_light},
    {"pHYs", is_density},
    {"acTL", is_animation},
    {"npTc", is_nine_patch},
    {"npLb", is_nine_patch_layout},
    {"npOl", is_nine_patch_outline},
}};

const Row* find(std::string_view type) {
  const auto row = std::ranges::find(rows, type, &Row::type);
  return row == rows.end() ? nullptr : &*row;
}

}  // namespace

bool read_png_shape(Bytes payload, PngShape& shape) {
  if (payload.size() != 13) return false;
  shape = {u32(payload, 0), u32(payload, 4), u8(payload, 8), u8(payload, 9)};
  if (!is_between(shape.width, 1, most_signed) || !is_between(shape.height, 1, most_signed)) return false;
  if (u8(payload, 10) != 0 || u8(payload, 11) != 0 || u8(payload, 12) > 1) return false;
  const unsigned depth = shape.depth;
  const bool small = depth == 1 || depth == 2 || depth == 4;
  switch (shape.colour) {
    case 0: return small || depth == 8 || depth == 16;
    case 3: return small || depth == 8;
    case 2:
    case 4:
    case 6: return depth == 8 || depth == 16;
    default: return false;
  }
}

bool has_png_values(std::string_view type) {
  return find(type) != nullptr;
}

bool are_png_values(std::string_view type, Bytes payload, const PngShape& shape) {
  const auto* row = find(type);
  return row != nullptr && row->is_valid(payload, shape);
}

bool is_png_frame(Bytes payload, const PngShape& shape, bool whole) {
  if (payload.size() != 26) return false;
  const std::uint64_t width = u32(payload, 4);
  const std::uint64_t height = u32(payload, 8);
  if (whole && (width != shape.width || height != shape.height)) return false;
  return width > 0 && height > 0 && u32(payload, 12) + width <= shape.width &&
         u32(payload, 16) + height <= shape.height && u8(payload, 24) < 3 && u8(payload, 25) < 2;
}

}  // namespace stripmeta::verify
