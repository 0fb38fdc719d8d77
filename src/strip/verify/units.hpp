// Judges the coded data of HEIF at the level of units: NAL units of HEVC (H.265), AVC (H.264) and VVC (H.266), each
// behind its length, OBUs of AV1, and the decoder configurations that hold some of them.
//
// A clean payload has slices, parameter sets and ends of sequences, SEI that shows, and for AV1 an empty temporal
// delimiter, sequence headers, frames and the metadata that show; each message ends with its last field. Of coded data
// only heads are read.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "strip/verify/file.hpp"
#include "strip/verify/verdict.hpp"

namespace stripmeta::verify {

// Bytes [at, at + size) of a file. The caller makes sure that they are there.
struct Extent {
  std::uint64_t at;
  std::uint64_t size;
};

enum class Coding : std::uint8_t { hevc, avc, vvc, av1 };

struct UnitRules {
  Coding coding;
  unsigned length_size;  // bytes of a NAL unit's length, 1 to 4; AV1: not used
  bool layers;           // units of further layers may be there: the sample entry has lhvC
};

// How the data of an item or a sample entry of this type (hvc1, hev1, avc1, avc3, vvc1, vvi1, av01) are coded. nullopt
// if this type is not coded in units. `length_size` is 4, `layers` false.
std::optional<UnitRules> rules_of(std::string_view type);
// The length size that a configuration (hvcC, avcC, vvcC) gives; 4 if it is cut off or another one.
unsigned length_size_of(std::string_view name, const File& file, Extent payload);

// Judges an item's data, or a sample's. Offsets of the verdict are those of the file.
Verdict verify_units(const File& file, const std::vector<Extent>& data, const UnitRules& rules);

// Judges the av1C of a picture by its data.
Verdict verify_own_configuration(const File& file, Extent payload, const std::vector<Extent>& data);
// The width and the height that the data of a picture of AV1 give, in this order; nullopt if they give none.
std::optional<std::pair<std::uint64_t, std::uint64_t>> size_of(const File& file, const std::vector<Extent>& data);

// Judges the payload of hvcC, lhvC, avcC, vvcC or av1C. Offsets as above.
Verdict verify_configuration(std::string_view name, const File& file, Extent payload);

}  // namespace stripmeta::verify
