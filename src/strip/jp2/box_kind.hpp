// What the boxes of a JP2 hold that do not show the picture.
#pragma once

#include "strip/base/bytes.hpp"
#include "strip/bmff/box.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::jp2 {

Kind box_kind(bmff::Type type, Bytes payload);

// The part of the payload that Finding::payload has for the kind: after a known uuid's id.
Bytes box_content(bmff::Type type, Kind kind, Bytes payload);

// What a person would mind in it.
HoldSet box_holds(Kind kind, Bytes content);

// Whether it names the earth's coordinates in GML (GMLJP2, OGC 05-047r3), which is XML.
bool has_gml(Bytes payload);

}  // namespace stripmeta::jp2
