// XMP packets (ISO 16684-1) without the properties that say a place.
#pragma once

#include "strip/location/patch.hpp"

namespace stripmeta::location {

// Overwrites each such property with blanks: an attribute with its name and quotes, an element with all in it. The
// packet stays well-formed and as long as it was. Comments and CDATA sections that may hold a place are blanked too,
// and so are pictures in Base64 (xmpGImg:image, GImage:Data) that are JPEGs with a place. False, and nothing is done:
// it cannot be read as XML, UTF-16 included, or is such a property as a whole. One of zeros and blanks alone is read.
bool patch_xmp(Patch& patch, Range packet);

// The same of an SVG: an element becomes a comment of blanks, of an attribute the value alone becomes blanks, so that
// the ordinary grammar cuts either as it cut what was there. CDATA stays.
bool patch_drawing(Patch& patch, Range text);

}  // namespace stripmeta::location
