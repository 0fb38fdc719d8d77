// The data of items that are derived from other pictures (ISO/IEC 23008-12 6.6.2, AV1-AVIF 4.2.3): a few fields that
// say how.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "strip/bmff/box.hpp"

namespace stripmeta::heif {

// Whether items of this type are derived, so that references of type dimg name their inputs.
bool is_derived(bmff::Type item);

struct Derivation {
  std::size_t size{0};    // bytes of the data that are fields
  std::size_t inputs{0};  // how many inputs are used
};

// Reads the data of a derived item that names `inputs` pictures. nullopt if the fields are damaged or of an unknown
// version. tmap is not read here, see metadata/gain_map.hpp.
std::optional<Derivation> read_derivation(bmff::Type item, Bytes data, std::size_t inputs);

// The data, cut to their fields, with reserved bits zero.
std::vector<std::byte> clear_reserved_bits(bmff::Type item, Bytes data);

}  // namespace stripmeta::heif
