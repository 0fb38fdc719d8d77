// Which sensitive data a part of a file holds, whatever the format of the file.
#pragma once

#include "strip/base/bytes.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta {

// `content` depends on the kind. exif: a TIFF structure, with or without "Exif\0\0" before it; xmp: a packet;
// photoshop: image resources, with or without "Photoshop 3.0\0" before them; iptc: IIM datasets or image resources; any
// other kind: the part as it stands. Parts without a kind of their own (a chunk, a box) are searched as text. The
// result is empty for kinds that hold no sensitive data, and if `content` cannot be read.
HoldSet sensitive_in(Kind kind, Bytes content);

}  // namespace stripmeta
