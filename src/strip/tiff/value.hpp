// The values of a kept tag in the one form in which they are written: a type that TIFF 6.0 gives the tag, as many
// values as decoders use.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "strip/tiff/kept_tags.hpp"
#include "strip/tiff/shape.hpp"

namespace stripmeta::tiff {

struct Value {
  std::uint16_t type{0};
  std::uint64_t count{0};
  std::vector<std::byte> bytes{};
  bool changed{false};  // the values themselves, not only how they are written
};

// The entry's values as `row` has them written. nullopt if it has too few, or one that the tag cannot have.
std::optional<Value> written_value(const Entry& entry, const KeptTag& row, const Shape& shape);

}  // namespace stripmeta::tiff
