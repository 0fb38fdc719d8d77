// What says where a picture was taken: names of properties, and signs of it in what cannot be read here.
#pragma once

#include <string_view>

#include "strip/base/bytes.hpp"

namespace stripmeta::location {

// Whether a property says a place: latitude, longitude, altitude or GPS in its name, Lat, Lon or Lng at its end, or a
// name that Photoshop and IPTC have for places, whatever its namespace; or one that the namespace `uri` has for them.
bool is_place(std::string_view uri, std::string_view local);

// The same within a drawing, where Photoshop's and IPTC's names (State, Location) count in metadata's namespaces alone.
bool is_place_in_drawing(std::string_view uri, std::string_view local);

// The same of a keyword without a namespace, as "exif:GPSLatitude" or "City" in a PNG's text.
bool is_place_keyword(std::string_view keyword);

// Whether bytes that are not read may hold a position: they name one, or hold Exif, XMP, IPTC, a film or an archive.
// One pass over them.
bool may_hold_place(Bytes bytes);

}  // namespace stripmeta::location
