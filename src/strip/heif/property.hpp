// A HEIF's item properties (ISO/IEC 23008-12 6.5): which ones stay, each written anew from its fields.
#pragma once

#include <cstddef>
#include <expected>
#include <set>
#include <vector>

#include "strip/bmff/box.hpp"
#include "strip/coded/configuration.hpp"
#include "strip/grammar/grammar.hpp"

namespace stripmeta::heif {

struct FinalProperty {
  std::vector<std::byte> box;  // as written; empty if the property goes
  bool stays{false};
  bool droppable{true};             // it may go even if an item marks it essential
  std::set<unsigned> picture_sets;  // hvcC, avcC only: numbers of the picture parameter sets
  std::size_t length_size{0};       // hvcC, avcC, vvcC only: bytes of a NAL unit's length
};

// Whether a property says something about items of this type. For example, decoder configurations are for one coding
// only. Properties that are not known here belong to every type.
bool belongs_to(bmff::Type property, bmff::Type item);

// What an item may have only once: a property of this type, or, if it is a colour, one by numbers (nclx) and a profile
// (prof).
bmff::Type identity_of(const bmff::Box& property);

// `used` says whether an item that stays refers to the property, which belongs to it. Adds what goes to the report. A
// property whose fields are damaged goes. Error `malformed`: the policy is strict and a property is damaged, or a
// decoder configuration is; `unsupported`: jpgC, the tables of a JPEG.
// `use` is what is known of the data of these items.
std::expected<FinalProperty, Error> rewrite_property(const bmff::Box& property, bool used, const coded::PictureUse& use,
                                                     Output& out);

// The same for a box in a sample entry of type `entry` of a sequence (14496-12 12.1). The caller writes it only if it
// stays.
std::expected<FinalProperty, Error> rewrite_entry_box(const bmff::Box& box, bmff::Type entry,
                                                      const coded::PictureUse& use, Output& out);

}  // namespace stripmeta::heif
