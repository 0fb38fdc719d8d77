// Samples of each format that carry a marker in each place where the format can hold metadata.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

#include "stripmeta/policy.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::test {

inline const std::string planted = "PLANTED-5f0c1a";

struct Sample {
  std::string name;
  Format format;
  std::string bytes;
  std::size_t growth;  // how many bytes an output may be longer than its input
  Policy policy{};     // the sample is stripped under this policy
};

// How much more an output may grow if rights and a panorama are kept: 256 bytes in an XMP packet, and single bytes of
// padding to an even length.
inline constexpr std::size_t kept_growth = 260;

// A list of samples. Each file NAME_samples.cpp has one as a global object, which registers itself. So for a new format
// no other file has to change.
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
