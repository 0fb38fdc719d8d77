// What a person would mind in a part of a file, whatever the container's format.
#pragma once

#include "strip/base/bytes.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta {

// `content`: of Kind::exif a TIFF structure, with or without "Exif\0\0" before it; of xmp a packet; of photoshop and
// iptc what sensitive.hpp reads; of the other kinds the part as it stands. Parts that no format names (a chunk, a box)
// are searched as text. Empty for kinds that hold nothing of the sort, and if `content` cannot be read.
HoldSet sensitive_in(Kind kind, Bytes content);

}  // namespace stripmeta
