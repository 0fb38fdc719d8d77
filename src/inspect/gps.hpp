// Where a picture was taken, out of the Exif GPS IFD (CIPA DC-008 4.6.6) and XMP.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "inspect/tiff.hpp"
#include "inspect/value_list.hpp"

namespace stripmeta::inspection {

// One GPS tag's value in a form that a person reads; none where the tag needs no form of its own.
std::optional<std::string> gps_text(const TiffEntry& entry);

// Adds what several tags say together, in group "gps": "Position" and "DestinationPosition" in decimal degrees, north
// and east positive, and "Altitude" in metres.
void add_gps_summary(const TiffDirectory& gps, ValueList& out);

// An XMP coordinate, "DDD,MM.mmk" or "DDD,MM,SSk" with k of N, S, E, W (XMP part 2, 2.6), in degrees.
std::optional<double> xmp_coordinate(std::string_view text);

// "51.500722, -0.124625"
std::string position_text(double latitude, double longitude);

}  // namespace stripmeta::inspection
