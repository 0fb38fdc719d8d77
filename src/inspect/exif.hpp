// Exif (CIPA DC-008): the values of IFD0, Exif, GPS, interoperability IFD and thumbnail IFD.
#pragma once

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// Adds the values of a segment's payload, "Exif\0\0" and a TIFF structure: groups exif, gps, interop, thumbnail,
// maker_note and, where a generator's prompt is found, ai. XMP, IPTC and Photoshop resources inside IFD0 are read, too.
// Total: each directory is entered once, what lies outside of the block is said to be unreadable.
void add_exif(Bytes payload, ValueList& out);

}  // namespace stripmeta::inspection
