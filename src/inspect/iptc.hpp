// IPTC-IIM 4.2: the records that news agencies' captions are kept in.
#pragma once

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// Adds the datasets of records 1 and 2 in group "iptc", under the standard's names; others as "record:dataset". Text is
// UTF-8 where 1:90 says so, else UTF-8 if it is that and Latin-1 if not. What follows a damaged dataset is not read,
// which is said.
void add_iptc(Bytes records, ValueList& out);

}  // namespace stripmeta::inspection
