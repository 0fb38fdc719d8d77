// Samples of each format that carry a marker in each place where the format can hold metadata.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
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

// A list of samples. Each file NAME_samples.cpp has one as a global object, which registers itself, so that a new
// format needs no other file changed.
class SampleList {
 public:
  using Make = std::vector<Sample> (*)();
  explicit SampleList(Make make) { all().push_back(make); }

  static std::vector<Sample> every_sample() {
    std::vector<Sample> samples;
    for (const auto make : all()) std::ranges::move(make(), std::back_inserter(samples));
    return samples;
  }

 private:
  static std::vector<Make>& all() {
    static std::vector<Make> lists;
    return lists;
  }
};

}  // namespace stripmeta::test
