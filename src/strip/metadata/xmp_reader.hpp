// XMP packets (ISO 16684-1): reads the few properties that a policy keeps, as plain text.
//
// Layout (7): RDF in XML. A wrapper `x:xmpmeta`, which is optional, holds `rdf:RDF`, which holds `rdf:Description`
// elements. A property is an attribute of a description or an element in it (7.4, 7.9.2). Its value is a text, an
// `rdf:resource` attribute, or an array: `rdf:Bag`, `rdf:Seq` or `rdf:Alt` of `rdf:li` items (7.7), each with an
// optional `xml:lang`.
//
// What a policy keeps is never copied. It is read here, checked, and written again by make_xmp(), so that nothing can
// hide in padding, comments, processing instructions, unknown properties or odd spellings. Everything else goes.
//
// Traps: a prefix means only what its declaration says, so names are compared by namespace. The same property can occur
// twice; the first one counts. Attribute values and element text have different rules for white space (XML 1.0, 3.3.3
// and 2.11). A value can be a structure or have qualifiers (7.6, 7.8) instead of a text; it is dropped as a whole. A
// document type could define entities, so a packet that has one yields nothing. Some writers end a packet with zeros.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta {

struct XmpItem {
  std::string lang;  // xml:lang; "" if it has none
  std::string text;
  friend bool operator==(const XmpItem&, const XmpItem&) = default;
};

enum class XmpShape : std::uint8_t { text, bag, seq, alt };

struct XmpProperty {
  std::string uri;   // of its namespace
  std::string name;  // without a prefix
  XmpShape shape{XmpShape::text};
  std::vector<XmpItem> items;  // exactly one if `shape` is text, otherwise at least one
  friend bool operator==(const XmpProperty&, const XmpProperty&) = default;
};

// Bounds of reading and of writing alike, so that what is written is read back in full. What exceeds them is dropped.
inline constexpr std::size_t xmp_packet_limit = 4U << 20U;  // bytes; a longer packet yields nothing
inline constexpr std::size_t xmp_property_limit = 64;
inline constexpr std::size_t xmp_item_limit = 64;  // of one property

// The properties of the packet for which `wanted` returns true, in the packet's order. Texts are trimmed and checked
// with is_kept_text() (plain_text.hpp); the reader drops those that fail. A packet that is not well-formed UTF-8 XML,
// or has a document type, yields nothing. Time and memory grow no faster than n log n with the packet's size.
std::vector<XmpProperty> read_xmp(Bytes packet, bool (*wanted)(std::string_view uri, std::string_view name));

}  // namespace stripmeta
