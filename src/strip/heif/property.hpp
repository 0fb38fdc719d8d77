// A HEIF's item properties (ISO/IEC 23008-12 6.5): which ones stay, and what replaces the others. Items refer to
// properties by index, so a property that goes leaves a `free` box.
#pragma once

#include <cstddef>
#include <expected>
#include <vector>

#include "strip/bmff/box.hpp"
#include "strip/grammar/grammar.hpp"

namespace stripmeta::heif {

struct FinalProperty {
  std::vector<std::byte> box;  // as written: the property, or a `free` box of its size, full of zeros
  bool stays{false};
  bool droppable{true};        // it may go even if an item marks it essential
  std::size_t length_size{0};  // hvcC only: bytes of a NAL unit's length
};

// `used` says whether an item that stays refers to the property. Adds what goes to the report. Error `malformed`: the
// colour profile is damaged and the policy strict, or hvcC is damaged.
std::expected<FinalProperty, Error> rewrite_property(const bmff::Box& property, bool used, Output& out);

// The same for a box in a sample entry of a sequence (14496-12 12.1). The caller writes it only if it stays.
std::expected<FinalProperty, Error> rewrite_entry_box(const bmff::Box& box, Output& out);

}  // namespace stripmeta::heif
