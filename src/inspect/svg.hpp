// The metadata of an SVG.
#pragma once

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::inspection {

// Adds a part of kind metadata, editor, instruction or title in the group of its kind. RDF is added as XMP in group
// "xmp", an attribute as its value under its name, an element as its text. Namespace declarations are ignored.
void add_svg(Kind kind, Bytes payload, ValueList& out);

}  // namespace stripmeta::inspection
