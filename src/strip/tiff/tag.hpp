// TIFF tags (TIFF 6.0, its supplements, libtiff's registry): which of them show the picture.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "strip/metadata/tiff_tags.hpp"

namespace stripmeta::tiff {

// Photometric interpretations of cameras' raw pictures.
inline constexpr std::uint64_t color_filter_array = 32803;
inline constexpr std::uint64_t linear_raw = 34892;

// Who decides about a tag that shows the picture.
enum class Rule : std::uint8_t { numbers, offsets, counts, tables, icc, orientation, density };

// How many values a tag may have: more would be room for something else, and decoders do not read them.
enum class Most : std::uint8_t { one, two, three, six, sample, two_a_sample, level, three_a_level, extent, any };

struct KeptTag {
  std::uint16_t tag{0};
  Most most{Most::one};
  Rule rule{Rule::numbers};
};

inline constexpr std::array<KeptTag, 57> kept_tags{{
    {tag_subfile_type, Most::one},
    {tag_old_subfile_type, Most::one},
    {tag_width, Most::one},
    {tag_height, Most::one},
    {tag_bits, Most::sample},
    {tag_compression, Most::one},
    {tag_photometric, Most::one},
    {263, Most::one},  // Threshholding
    {266, Most::one},  // FillOrder
    {tag_strip_offsets, Most::extent, Rule::offsets},
    {tag_orientation, Most::one, Rule::orientation},
    {tag_samples, Most::one},
    {tag_rows_per_strip, Most::one},
    {tag_strip_counts, Most::extent, Rule::counts},
    {280, Most::sample},  // MinSampleValue
    {281, Most::sample},  // MaxSampleValue
    {tag_x_resolution, Most::one, Rule::density},
    {tag_y_resolution, Most::one, Rule::density},
    {tag_planar, Most::one},
    {290, Most::one},               // GrayResponseUnit
    {tag_gray_curve, Most::level},  // GrayResponseCurve
    {292, Most::one},               // T4Options
    {293, Most::one},               // T6Options
    {tag_resolution_unit, Most::one, Rule::density},
    {297, Most::two},                     // PageNumber
    {tag_transfer, Most::three_a_level},  // TransferFunction
    {317, Most::one},                     // Predictor
    {318, Most::two},                     // WhitePoint
    {319, Most::six},                     // PrimaryChromaticities
    {tag_palette, Most::three_a_level},   // ColorMap
    {321, Most::two},                     // HalftoneHints
    {tag_tile_width, Most::one},
    {tag_tile_height, Most::one},
    {tag_tile_offsets, Most::extent, Rule::offsets},
    {tag_tile_counts, Most::extent, Rule::counts},
    {326, Most::one},           // BadFaxLines
    {327, Most::one},           // CleanFaxData
    {328, Most::one},           // ConsecutiveBadFaxLines
    {332, Most::one},           // InkSet
    {334, Most::one},           // NumberOfInks
    {336, Most::two_a_sample},  // DotRange
    {338, Most::sample},        // ExtraSamples
    {339, Most::sample},        // SampleFormat
    {340, Most::sample},        // SMinSampleValue
    {341, Most::sample},        // SMaxSampleValue
    {342, Most::six},           // TransferRange
    {tag_indexed, Most::one},   // Indexed
    {tag_jpeg_tables, Most::any, Rule::tables},
    {529, Most::three},  // YCbCrCoefficients
    {tag_subsampling, Most::two},
    {531, Most::one},       // YCbCrPositioning
    {532, Most::six},       // ReferenceBlackWhite
    {32995, Most::one},     // Matteing
    {32996, Most::sample},  // DataType
    {tag_icc, Most::any, Rule::icc},
    {37439, Most::one},  // StoNits
    {50674, Most::two},  // LercParameters
}};
static_assert(std::ranges::is_sorted(kept_tags, {}, &KeptTag::tag));

constexpr const KeptTag* find_kept(std::uint16_t tag) {
  const auto row = std::ranges::lower_bound(kept_tags, tag, {}, &KeptTag::tag);
  return row != kept_tags.end() && row->tag == tag ? &*row : nullptr;
}

}  // namespace stripmeta::tiff
