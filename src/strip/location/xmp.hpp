// Removes locations from XMP packets (ISO 16684-1) and from SVGs.
#pragma once

#include "strip/location/patch.hpp"

namespace stripmeta::location {

// Blanks each property that holds a location: spaces overwrite the whole attribute, with its name and quotes, or the
// whole element, with its content. The packet stays well-formed and keeps its length. Comments and CDATA sections that
// may hold a location, and Base64 JPEGs with a location (xmpGImg:image, GImage:Data), are blanked, too. A packet of
// zeros and spaces only is accepted. Returns false and changes nothing if the packet cannot be read as XML, as in
// UTF-16, or if its root element would have to be blanked.
bool patch_xmp(Patch& patch, Range packet);

// The same for an SVG, with three differences. An element becomes a comment of spaces. Only the value of an attribute
// is overwritten, so that the SVG grammar later cuts the attribute as it would have cut the original. CDATA sections
// stay.
bool patch_drawing(Patch& patch, Range text);

}  // namespace stripmeta::location
