// Uncompressed pictures in a HEIF, items of type unci (ISO/IEC 23001-17): their properties, and how long their data
// are.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "strip/heif/fields.hpp"

namespace stripmeta::heif {

void copy_uncompressed(FieldCopy& copy);  // uncC: how samples lie in the data (5.2.1)
void copy_components(FieldCopy& copy);    // cmpd: what each component is (5.1.2); names of private ones go
void copy_compression(FieldCopy& copy);   // cmpC: how the data are compressed (6.2.2)
void copy_units(FieldCopy& copy);         // icef: where each compressed unit is (6.2.3)

// The payload of a cmpd, as copy_components() writes it, with those components alone that the uncC of its items name.
// Others at the end go; others before become monochrome. As it is, if not all of `layouts` name components.
std::vector<std::byte> used_components(Bytes components, const std::vector<Bytes>& layouts);

// The payload of an icef, as copy_units() writes it, with as many units as decoders read by cmpC and uncC: one, or one
// for each tile. As it is, if these do not say that.
std::vector<std::byte> used_units(Bytes units, Bytes compression, Bytes layout);

// Payloads of an item's properties. Empty: it has no such property.
struct UncompressedItem {
  Bytes layout;       // uncC
  Bytes components;   // cmpd
  Bytes extent;       // ispe
  Bytes compression;  // cmpC
  Bytes units;        // icef
};

// How many bytes of data decoders read, if the item has at least that many. nullopt if that cannot be told: the fields
// contradict each other, samples lie in a way that is not known here, or the data are compressed in one piece, and
// whoever compressed them did not say how many bytes that took.
std::optional<std::uint64_t> uncompressed_size(const UncompressedItem& item, Bytes data);

}  // namespace stripmeta::heif
