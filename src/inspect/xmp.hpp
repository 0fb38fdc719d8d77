// XMP packets (ISO 16684-1): RDF in XML, flattened to paths.
#pragma once

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// Adds the values of a packet, with or without the signature of its JPEG segment, in group "xmp". Their names are
// paths: "dc:creator[1]" (an item of an array, counted from 1), "dc:title" and "dc:title[de]" (the default language and
// another one), "xmpMM:DerivedFrom/stRef:documentID" (a field). Also adds "Position" if both GPS coordinates are there.
// Prefixes are the standard's, whatever the packet uses. A damaged packet is read up to the damage, and a value
// "Unreadable" says so. Only XML's five predefined entities are expanded. Limits: 32 levels, 1,000,000 elements and
// attributes.
void add_xmp(Bytes payload, ValueList& out);

}  // namespace stripmeta::inspection
