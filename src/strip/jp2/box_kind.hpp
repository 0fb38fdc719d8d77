// The boxes of a JP2 that do not show the picture: what they are and what they hold.
#pragma once

#include "strip/base/bytes.hpp"
#include "strip/bmff/box.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::jp2 {

Kind box_kind(bmff::Type type, Bytes payload);

// The part of the payload that a Finding gets: in a uuid box of a known kind, what follows the id.
Bytes box_content(bmff::Type type, Kind kind, Bytes payload);

// What a person would mind in the content.
HoldSet box_holds(Kind kind, Bytes content);

// Whether the payload names GML, an XML language for places on the earth (GMLJP2, OGC 05-047r3).
bool has_gml(Bytes payload);

}  // namespace stripmeta::jp2
