// A HEIF's item properties (ISO/IEC 23008-12 6.5): which stay, and what stands in place of the others.
#pragma once

#include <cstddef>
#include <expected>
#include <vector>

#include "strip/bmff/box.hpp"
#include "strip/grammar/grammar.hpp"

namespace stripmeta::heif {

struct SettledProperty {
  std::vector<std::byte> box;  // what is written: the property, or a `free` box of its size that holds zeros
  bool stays{false};
  bool droppable{true};        // it may go even where an item calls it essential
  std::size_t length_size{0};  // of hvcC: bytes of a NAL unit's length
};

// `used`: an item that stays has it. What goes is added to the report. Error `malformed`: a damaged colour profile
// under `strict`, or a damaged hvcC.
std::expected<SettledProperty, Error> settle_property(const bmff::Box& property, bool used, Output& out);

// The same for a box within a sequence's sample entry (14496-12 12.1), where nothing stands in place of what goes.
std::expected<SettledProperty, Error> settle_entry_box(const bmff::Box& box, Output& out);

}  // namespace stripmeta::heif
