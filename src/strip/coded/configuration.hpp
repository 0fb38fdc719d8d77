// Decoder configuration records: what a decoder has to know before the first picture, with the parameter sets (ISO/IEC
// 14496-15: hvcC 8.3.2, lhvC 9.5.3, avcC 5.3.3, vvcC 11.2.4; AV1-ISOBMFF 2.3: av1C).
//
// They are written anew from their fields: reserved bits as the standard gives them, profiles as the sequence parameter
// set says, no claims that no decoder needs (average frame rate, sub-profiles), and of the units only parameter sets
// and SEI that shows, in arrays of their own type.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/coded/parameter_sets.hpp"

namespace stripmeta::coded {

struct Configuration {
  std::vector<std::byte> bytes;       // the new payload
  std::vector<std::byte> notes;       // SEI units and metadata OBUs of which something went
  std::set<unsigned> picture_sets{};  // HEVC, AVC: numbers of its picture parameter sets
  std::size_t length_size{4};         // bytes of a NAL unit's length, 1 to 4; av1C has none
};

// What is known of the pictures that have the configuration.
struct PictureUse {
  Bytes sequence;           // AV1: the payload of their sequence header, and no other one stays; empty: it is not known
  ParameterUse parameters;  // HEVC, AVC: others do not stay
};

// The payload of a property or box of this name, written anew. nullopt if the name is not that of a configuration, or
// if the payload is cut off, or holds what its record cannot.
std::optional<Configuration> rewrite_configuration(std::string_view name, Bytes payload, const PictureUse& use = {});

}  // namespace stripmeta::coded
