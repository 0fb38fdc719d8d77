// XMP (ISO 16684-1): the few properties of a packet that are rebuilt, as plain text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta {

struct XmpItem {
  std::string lang;  // xml:lang; "" where there is none
  std::string text;
  friend bool operator==(const XmpItem&, const XmpItem&) = default;
};

enum class XmpShape : std::uint8_t { text, bag, seq, alt };

struct XmpProperty {
  std::string uri;   // of its namespace, whatever prefix stands for it
  std::string name;  // the local one
  XmpShape shape{XmpShape::text};
  std::vector<XmpItem> items;  // one where `shape` is text; never none
  friend bool operator==(const XmpProperty&, const XmpProperty&) = default;
};

// Bounds of reading and of writing alike, so that what is written is read back in full. What is past them goes.
inline constexpr std::size_t xmp_packet_limit = 4U << 20U;  // bytes; a longer packet yields nothing
inline constexpr std::size_t xmp_property_limit = 64;
inline constexpr std::size_t xmp_item_limit = 64;  // of one property

// The properties that `wanted` takes, in the order of the packet: attributes and elements of the rdf:Description
// elements right below rdf:RDF, the first where one is there twice. Values are simple ones (rdf:resource too) or arrays
// of such; structures, qualifiers and whatever else nests are not entered. Texts have no space at their ends and are
// kept texts (plain_text.hpp); others are as if they were not there.
// Total: a packet that is no well-formed UTF-8 XML, or has a document type, yields nothing. Time and memory grow with
// the packet, not faster than n log n.
std::vector<XmpProperty> read_xmp(Bytes packet, bool (*wanted)(std::string_view uri, std::string_view name));

}  // namespace stripmeta
