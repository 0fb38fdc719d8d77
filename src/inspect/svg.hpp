// The metadata of an SVG.
#pragma once

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::inspection {

// Adds a part of kind metadata, editor, instruction or title in the group of its kind: an attribute under its name with
// its value, an element with its text. RDF is added as XMP, in group "xmp". Namespace declarations are ignored.
void add_svg(Kind kind, Bytes payload, ValueList& out);

}  // namespace stripmeta::inspection
