// What an SVG holds besides its picture.
#pragma once

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::inspection {

// Adds a part of one of the kinds metadata (its RDF as XMP in group "xmp"), editor (an attribute's value under its
// name), instruction and title, in the group of its kind; elements as the text within their tags. Declarations of
// namespaces say nothing of a person and add nothing.
void add_svg(Kind kind, Bytes payload, ValueList& out);

}  // namespace stripmeta::inspection
