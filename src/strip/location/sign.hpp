// Recognises locations: by names of properties, and by telltale strings in data that cannot be parsed.
#pragma once

#include <string_view>

#include "strip/base/bytes.hpp"

namespace stripmeta::location {

// Whether a property holds a location, by its name. These names count in any namespace: those that contain latitude,
// longitude, altitude or GPS, those that end with Lat, Lon or Lng, and the location names of Photoshop and IPTC. Other
// location names count only in their own namespace `uri`.
bool is_place(std::string_view uri, std::string_view local);

// The same in an SVG, where Photoshop's and IPTC's names (State, Location) count only in metadata namespaces.
bool is_place_in_drawing(std::string_view uri, std::string_view local);

// The same for a keyword without a namespace, such as "exif:GPSLatitude" or "City" in a PNG's text.
bool is_place_keyword(std::string_view keyword);

// Whether data that cannot be parsed may hold a location: they contain a telltale name, or the signature of Exif, XMP,
// IPTC, a film or an archive. Takes one pass.
bool may_hold_place(Bytes bytes);

}  // namespace stripmeta::location
