// The multi-picture format (CIPA DC-007): which further pictures stand behind the first.
#pragma once

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// Adds the values of a segment's payload, "MPF\0" and a TIFF structure, in group "mpf": version, number of pictures,
// and of each its type and size.
void add_mpf(Bytes payload, ValueList& out);

}  // namespace stripmeta::inspection
