// Samples of each format that carry a marker in each place where the format can hold metadata.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "stripmeta/policy.hpp"
#include "stripmeta/report.hpp"
#include "support/cpp/kept_blocks.hpp"

namespace stripmeta::test {

inline const std::string planted = "PLANTED-5f0c1a";

struct Sample {
  std::string name;
  Format format;
  std::string bytes;
  // "" where the output holds nothing but its allow-list.
  std::function<std::string(std::string_view, Allowed)> judge;
  std::size_t growth;  // bytes that an output may be longer than its input
  Policy policy{};     // under which it is stripped
};

// What rights and a panorama that are kept add to that: 256 in a packet of XMP, a byte each to end even.
inline constexpr std::size_t kept_growth = 260;

std::vector<Sample> heif_samples();
std::vector<Sample> tiff_samples();
std::vector<Sample> gif_samples();
std::vector<Sample> jpeg_samples();
std::vector<Sample> png_samples();
std::vector<Sample> webp_samples();
std::vector<Sample> jxl_samples();
std::vector<Sample> svg_samples();

}  // namespace stripmeta::test
