// IPTC-IIM 4.2, the captions of news agencies.
#pragma once

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// Adds the datasets in group "iptc": those of records 1 and 2 under the standard's names, others as "record:dataset".
// Text is read as UTF-8 if it is valid UTF-8 and as Latin-1 otherwise. Reading stops at a damaged dataset; a value
// "Unreadable" then says how many bytes are left.
void add_iptc(Bytes records, ValueList& out);

}  // namespace stripmeta::inspection
