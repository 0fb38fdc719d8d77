// The tables that ITU-T T.81 gives as examples (annex K). Many encoders write all of them, whether a scan uses them or
// not. So one of them says nothing.
#pragma once

#include <cstdint>

#include "strip/base/bytes.hpp"

namespace stripmeta::jpeg {

// `table` is one table of a DQT, DHT or DAC segment, of exact length. DQT: table K.1 or K.2 at one of libjpeg's
// qualities. DHT: K.3 to K.6. DAC: the values that hold without such a segment.
bool is_standard_table(std::uint8_t marker, Bytes table);

}  // namespace stripmeta::jpeg
