// What a JPEG's application segments and comments are.
#pragma once

#include "strip/base/bytes.hpp"
#include "strip/jpeg/segment.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::jpeg {

// By its first bytes; by its number if these are not known.
Kind application_kind(const Segment& segment);

// The sensitive data in the payload of a segment of this kind.
HoldSet application_holds(Kind kind, Bytes payload);

}  // namespace stripmeta::jpeg
