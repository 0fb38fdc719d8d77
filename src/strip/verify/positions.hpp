// The second reader of outputs of the policy `location`. It knows no container. It searches the whole file, whatever
// its format, for the three structures that say a position, and rejects the first position in one.
//
//   Exif        a TIFF header (TIFF 6.0 section 2) whose first directories lead to a GPS IFD (CIPA DC-008 4.6.6) with a
//               latitude, a longitude or an altitude, or have GeoTIFF's tags
//   XMP         an rdf:RDF element with a property whose name contains GPSLatitude or the like
//   IPTC        a resource 8BIM 0x0404 with the datasets of a place (IIM 4.2: 2:90 to 2:101)
//
// It does not read compressed data, Base64, or maker notes.
#pragma once

#include "strip/verify/file.hpp"
#include "strip/verify/verdict.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify {

Verdict verify_positions(const File& file, const Policy& policy);

}  // namespace stripmeta::verify
