// The allow-list of tags that show the picture (TIFF 6.0, its supplements, libtiff's registry).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "strip/metadata/tiff_tags.hpp"

namespace stripmeta::tiff {

// Photometric interpretations of cameras' raw pictures.
inline constexpr std::uint64_t color_filter_array = 32803;
inline constexpr std::uint64_t linear_raw = 34892;

// How a tag that shows the picture is kept.
enum class Rule : std::uint8_t { numbers, offsets, sizes, tables, icc, orientation, density };

// How many values of a tag are kept. Decoders do not read more, so anything could hide in the others.
enum class ValueLimit : std::uint8_t {
  one,
  two,
  three,
  six,
  per_sample,
  two_per_sample,
  per_level,
  three_per_level,
  per_strip,
  unlimited
};

struct KeptTag {
  std::uint16_t tag{0};
  ValueLimit limit{ValueLimit::one};
  Rule rule{Rule::numbers};
};

inline constexpr std::array<KeptTag, 57> kept_tags{{
    {tag_subfile_type, ValueLimit::one},
    {tag_old_subfile_type, ValueLimit::one},
    {tag_width, ValueLimit::one},
    {tag_height, ValueLimit::one},
    {tag_bits, ValueLimit::per_sample},
    {tag_compression, ValueLimit::one},
    {tag_photometric, ValueLimit::one},
    {263, ValueLimit::one},  // Threshholding
    {266, ValueLimit::one},  // FillOrder
    {tag_strip_offsets, ValueLimit::per_strip, Rule::offsets},
    {tag_orientation, ValueLimit::one, Rule::orientation},
    {tag_samples, ValueLimit::one},
    {tag_rows_per_strip, ValueLimit::one},
    {tag_strip_sizes, ValueLimit::per_strip, Rule::sizes},
    {280, ValueLimit::per_sample},  // MinSampleValue
    {281, ValueLimit::per_sample},  // MaxSampleValue
    {tag_x_resolution, ValueLimit::one, Rule::density},
    {tag_y_resolution, ValueLimit::one, Rule::density},
    {tag_planar, ValueLimit::one},
    {290, ValueLimit::one},                   // GrayResponseUnit
    {tag_gray_curve, ValueLimit::per_level},  // GrayResponseCurve
    {292, ValueLimit::one},                   // T4Options
    {293, ValueLimit::one},                   // T6Options
    {tag_resolution_unit, ValueLimit::one, Rule::density},
    {297, ValueLimit::two},                       // PageNumber
    {tag_transfer, ValueLimit::three_per_level},  // TransferFunction
    {317, ValueLimit::one},                       // Predictor
    {318, ValueLimit::two},                       // WhitePoint
    {319, ValueLimit::six},                       // PrimaryChromaticities
    {tag_palette, ValueLimit::three_per_level},   // ColorMap
    {321, ValueLimit::two},                       // HalftoneHints
    {tag_tile_width, ValueLimit::one},
    {tag_tile_height, ValueLimit::one},
    {tag_tile_offsets, ValueLimit::per_strip, Rule::offsets},
    {tag_tile_sizes, ValueLimit::per_strip, Rule::sizes},
    {326, ValueLimit::one},             // BadFaxLines
    {327, ValueLimit::one},             // CleanFaxData
    {328, ValueLimit::one},             // ConsecutiveBadFaxLines
    {332, ValueLimit::one},             // InkSet
    {334, ValueLimit::one},             // NumberOfInks
    {336, ValueLimit::two_per_sample},  // DotRange
    {338, ValueLimit::per_sample},      // ExtraSamples
    {339, ValueLimit::per_sample},      // SampleFormat
    {340, ValueLimit::per_sample},      // SMinSampleValue
    {341, ValueLimit::per_sample},      // SMaxSampleValue
    {342, ValueLimit::six},             // TransferRange
    {tag_indexed, ValueLimit::one},     // Indexed
    {tag_jpeg_tables, ValueLimit::unlimited, Rule::tables},
    {529, ValueLimit::three},  // YCbCrCoefficients
    {tag_subsampling, ValueLimit::two},
    {531, ValueLimit::one},           // YCbCrPositioning
    {532, ValueLimit::six},           // ReferenceBlackWhite
    {32995, ValueLimit::one},         // Matteing
    {32996, ValueLimit::per_sample},  // DataType
    {tag_icc, ValueLimit::unlimited, Rule::icc},
    {37439, ValueLimit::one},  // StoNits
    {50674, ValueLimit::two},  // LercParameters
}};
static_assert(std::ranges::is_sorted(kept_tags, {}, &KeptTag::tag));

constexpr const KeptTag* find_kept(std::uint16_t tag) {
  const auto row = std::ranges::lower_bound(kept_tags, tag, {}, &KeptTag::tag);
  return row != kept_tags.end() && row->tag == tag ? &*row : nullptr;
}

}  // namespace stripmeta::tiff
