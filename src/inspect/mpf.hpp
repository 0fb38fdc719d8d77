// Multi-Picture Format (CIPA DC-007): the list of the further pictures in a JPEG file.
#pragma once

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// Adds the values of a segment's payload, which is "MPF\0" and a TIFF structure, in group "mpf": the version, the
// number of pictures, and the type and size of each.
void add_mpf(Bytes payload, ValueList& out);

}  // namespace stripmeta::inspection
