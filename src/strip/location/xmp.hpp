// Removes locations from XMP packets (ISO 16684-1) and from SVGs.
#pragma once

#include "strip/location/patch.hpp"

namespace stripmeta::location {

// Overwrites each property that holds a location with spaces: an attribute with its name and quotes, an element with
// its content. The packet stays well-formed and keeps its length. Comments and CDATA sections that may hold a location,
// and Base64 JPEGs with a location (xmpGImg:image, GImage:Data), are blanked too. Returns false and changes nothing if
// the packet cannot be read as XML (UTF-16 included) or is such a property as a whole. A packet of zeros and spaces is
// fine.
bool patch_xmp(Patch& patch, Range packet);

// The same for an SVG, but an element becomes a comment of spaces, and of an attribute only the value becomes spaces,
// so that the SVG grammar later cuts it like the original. CDATA sections stay.
bool patch_drawing(Patch& patch, Range text);

}  // namespace stripmeta::location
