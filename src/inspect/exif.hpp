// Exif (CIPA DC-008): the values of IFD0 and of the Exif, GPS, interoperability and thumbnail IFDs.
#pragma once

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// Adds the values of a segment's payload, which is "Exif\0\0" and a TIFF structure. The groups are exif, gps, interop,
// thumbnail, maker_note and, for the prompt of an image generator, ai. XMP, IPTC and Photoshop resources in IFD0 are
// read, too. It never fails: each directory is read once, and values outside of the block are named as unreadable.
void add_exif(Bytes payload, ValueList& out);

}  // namespace stripmeta::inspection
