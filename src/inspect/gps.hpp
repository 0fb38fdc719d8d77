// Where a picture was taken, from the Exif GPS IFD (CIPA DC-008 4.6.6) and from XMP.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "inspect/tiff.hpp"
#include "inspect/value_list.hpp"

namespace stripmeta::inspection {

// A GPS tag's value as text for people; nullopt if the tag has no special form.
std::optional<std::string> gps_text(const TiffEntry& entry);

// Adds values that are made of several tags, in group "gps": "Position" and "DestinationPosition" in decimal degrees,
// north and east positive, and "Altitude" in metres.
void add_gps_summary(const TiffDirectory& gps, ValueList& out);

// An XMP coordinate in degrees: "DDD,MM.mmk" or "DDD,MM,SSk", where k is N, S, E or W (XMP part 2, 2.6). nullopt if the
// text has another form.
std::optional<double> xmp_coordinate(std::string_view text);

// A position as text: "51.500722, -0.124625".
std::string position_text(double latitude, double longitude);

}  // namespace stripmeta::inspection
