// XMP packets (ISO 16684-1): RDF in XML, flattened to paths.
#pragma once

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// Adds the values of a packet, with or without the signature of its JPEG segment, in group "xmp" under paths such as
// "dc:creator[1]" (an item of an array, from 1), "dc:title" and "dc:title[de]" (the default language and another one),
// "xmpMM:DerivedFrom/stRef:documentID" (a field); "Position" where both GPS coordinates are there. Prefixes are the
// standard's. A damaged packet is read up to where it is damaged, which is said. No entities but XML's five are
// expanded; 32 levels and 1,000,000 elements and attributes are the bounds.
void add_xmp(Bytes payload, ValueList& out);

}  // namespace stripmeta::inspection
