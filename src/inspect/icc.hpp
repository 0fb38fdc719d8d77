// ICC profiles (ICC.1): whose they are, which device they name.
#pragma once

#include "inspect/value_list.hpp"
#include "strip/bytes.hpp"

namespace stripmeta::inspection {

// Adds the values of a segment's payload, "ICC_PROFILE\0", number, count and a chunk, in group "icc". Only the first
// chunk is read: the header and nearly always the texts are in it.
void add_icc(Bytes payload, ValueList& out);

}  // namespace stripmeta::inspection
