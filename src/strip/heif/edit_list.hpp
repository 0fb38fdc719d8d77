// The list of edits of a track (ISO/IEC 14496-12 8.6.6): which parts of it are shown when.
#pragma once

#include "strip/base/bytes.hpp"

namespace stripmeta::heif {

// Whether the payload of an elst shows one part of the track at its own pace, perhaps after a pause. More rows could
// hold a text, and libavif takes one only.
bool is_one_part(Bytes list);

}  // namespace stripmeta::heif
