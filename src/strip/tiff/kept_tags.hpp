// The allow-list of tags that show the picture (TIFF 6.0, its supplements, libtiff's registry), and which values each
// of them may have.
//
// Tags that describe the picture without an effect on what decoders show are not among them: Threshholding (263), the
// smallest and the largest sample (280, 281, 340, 341: statistics), PageNumber (297), HalftoneHints (321), the notes of
// fax machines (326-328) and TransferRange (342).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>

#include "strip/metadata/tiff_tags.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::tiff {

// Photometric interpretations of cameras' raw pictures.
inline constexpr std::uint64_t color_filter_array = 32803;
inline constexpr std::uint64_t linear_raw = 34892;

// How the values of a tag are written.
enum class Rule : std::uint8_t {
  numbers,        // whole numbers
  mask,           // bits of a number; those that have no meaning become zero
  fractions,      // not negative; each is the simplest one that reads as the same float
  double_number,  // one that is not negative, with the precision of a float
  curve,          // numbers that only rise or only fall
  dot_range,      // the same two numbers for each sample, written once
  offsets,
  sizes,
  tables,
  icc
};

// How many values a tag has. All of those without "per" are exact.
enum class ValueLimit : std::uint8_t { one, two, three, six, per_sample, per_level, three_per_level };

enum class Width : std::uint8_t { shorts, longs, either };

// The pictures in which a tag has an effect. In others, anything could hide in it.
enum class Where : std::uint8_t {
  everywhere,
  strips,
  grey,
  palette,
  separated,  // CMYK and other inks
  ycbcr,
  rgb_or_ycbcr,
  log,  // SGI's LogL and LogLuv
  fax3,
  fax4,
  lerc
};

struct KeptTag {
  std::uint16_t tag{0};
  Rule rule{Rule::numbers};
  ValueLimit limit{ValueLimit::one};
  Width width{Width::shorts};
  std::uint64_t low{0};   // the smallest value
  std::uint64_t high{0};  // the largest one; of a mask, the bits that have a meaning
  Where where{Where::everywhere};
  std::optional<Keep> part{};  // the policy decides
};

namespace row {

inline constexpr std::uint64_t max_short = std::numeric_limits<std::uint16_t>::max();
inline constexpr std::uint64_t max_long = std::numeric_limits<std::uint32_t>::max();

constexpr KeptTag number(std::uint16_t tag, std::uint64_t low, std::uint64_t high, Where where = Where::everywhere,
                         ValueLimit limit = ValueLimit::one) {
  return {tag, Rule::numbers, limit, Width::shorts, low, high, where};
}
constexpr KeptTag length(std::uint16_t tag, Where where = Where::everywhere) {
  return {tag, Rule::numbers, ValueLimit::one, Width::either, 1, max_long, where};
}
constexpr KeptTag bits(std::uint16_t tag, std::uint64_t mask, Where where = Where::everywhere) {
  return {tag, Rule::mask, ValueLimit::one, Width::longs, 0, mask, where};
}
constexpr KeptTag fractions(std::uint16_t tag, ValueLimit limit, std::uint64_t high, Where where = Where::everywhere) {
  return {tag, Rule::fractions, limit, Width::longs, 0, high, where};
}
constexpr KeptTag curve(std::uint16_t tag, ValueLimit limit, Where where = Where::everywhere) {
  return {tag, Rule::curve, limit, Width::shorts, 0, max_short, where};
}
constexpr KeptTag other(std::uint16_t tag, Rule rule, ValueLimit limit = ValueLimit::one,
                        Where where = Where::everywhere) {
  return {tag, rule, limit, Width::shorts, 0, max_short, where};
}
constexpr KeptTag by_policy(KeptTag tag, Keep part) {
  tag.part = part;
  return tag;
}

}  // namespace row

inline constexpr std::array kept_tags{
    row::bits(tag_subfile_type, 6),  // one page of many, mask
    row::number(tag_old_subfile_type, 1, 3),
    row::length(tag_width),
    row::length(tag_height),
    row::number(tag_bits, 1, 128, Where::everywhere, ValueLimit::per_sample),
    row::number(tag_compression, 1, row::max_short),
    row::number(tag_photometric, 0, row::max_short),
    row::number(266, 1, 2),  // FillOrder
    row::other(tag_strip_offsets, Rule::offsets),
    row::by_policy({tag_orientation, Rule::numbers, ValueLimit::one, Width::either, 1, 8}, Keep::orientation),
    row::number(tag_samples, 1, row::max_short),
    row::length(tag_rows_per_strip, Where::strips),
    row::other(tag_strip_sizes, Rule::sizes),
    row::by_policy(row::fractions(tag_x_resolution, ValueLimit::one, row::max_long), Keep::density),
    row::by_policy(row::fractions(tag_y_resolution, ValueLimit::one, row::max_long), Keep::density),
    row::number(tag_planar, 1, 2),
    row::number(290, 1, 5, Where::grey),  // GrayResponseUnit
    row::curve(tag_gray_curve, ValueLimit::per_level, Where::grey),
    row::bits(292, 7, Where::fax3),  // T4Options
    row::bits(293, 2, Where::fax4),  // T6Options
    row::by_policy(row::number(tag_resolution_unit, 1, 3), Keep::density),
    row::curve(tag_transfer, ValueLimit::three_per_level),  // or one table
    row::number(tag_predictor, 1, row::max_short),
    row::fractions(318, ValueLimit::two, 1),  // WhitePoint
    row::fractions(319, ValueLimit::six, 1),  // PrimaryChromaticities
    row::number(tag_palette, 0, row::max_short, Where::palette, ValueLimit::three_per_level),
    row::length(tag_tile_width),
    row::length(tag_tile_height),
    row::other(tag_tile_offsets, Rule::offsets),
    row::other(tag_tile_sizes, Rule::sizes),
    row::number(332, 1, 2, Where::separated),                    // InkSet
    row::number(tag_inks, 1, row::max_short, Where::separated),  // NumberOfInks
    row::other(336, Rule::dot_range, ValueLimit::two, Where::separated),
    row::number(tag_extra_samples, 0, 999, Where::everywhere, ValueLimit::per_sample),
    row::number(339, 1, 6, Where::everywhere, ValueLimit::per_sample),  // SampleFormat
    row::number(tag_indexed, 0, 1),
    row::other(tag_jpeg_tables, Rule::tables),
    row::fractions(529, ValueLimit::three, row::max_long, Where::ycbcr),  // YCbCrCoefficients
    row::number(tag_subsampling, 1, 4, Where::ycbcr, ValueLimit::two),
    row::number(531, 1, 2, Where::ycbcr),                                      // YCbCrPositioning
    row::fractions(532, ValueLimit::six, row::max_long, Where::rgb_or_ycbcr),  // ReferenceBlackWhite
    row::number(32995, 0, 1),                                                  // Matteing
    row::number(32996, 0, 4, Where::everywhere, ValueLimit::per_sample),       // DataType
    row::other(tag_icc, Rule::icc),
    row::other(37439, Rule::double_number, ValueLimit::one, Where::log),              // StoNits
    KeptTag{50674, Rule::numbers, ValueLimit::two, Width::longs, 0, 6, Where::lerc},  // LercParameters
};
static_assert(std::ranges::is_sorted(kept_tags, {}, &KeptTag::tag));

constexpr const KeptTag* find_kept(std::uint16_t tag) {
  const auto row = std::ranges::lower_bound(kept_tags, tag, {}, &KeptTag::tag);
  return row != kept_tags.end() && row->tag == tag ? &*row : nullptr;
}

}  // namespace stripmeta::tiff
