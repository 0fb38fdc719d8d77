// Names of properties that say a location.
#pragma once

#include <string_view>

namespace stripmeta::location {

// Whether a property holds a location, by its name. These names count in any namespace: those that contain latitude,
// longitude, altitude or GPS, those that end with Lat, Lon or Lng, and the location names of Photoshop and IPTC. Other
// location names count only in their own namespace `uri`.
bool is_place(std::string_view uri, std::string_view local);

// The same in an SVG, where Photoshop's and IPTC's names (State, Location) count only in metadata namespaces.
bool is_place_in_drawing(std::string_view uri, std::string_view local);

// The same for a keyword without a namespace, such as "exif:GPSLatitude" or "City" in a PNG's text.
bool is_place_keyword(std::string_view keyword);

}  // namespace stripmeta::location
