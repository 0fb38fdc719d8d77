// Which of a PNG's chunks may stay.
#pragma once

#include "strip/png/chunk.hpp"
#include "stripmeta/policy.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::png {

// Whether the chunk may stay before the picture data, once. (IHDR, PLTE, eXIf and texts are handled apart.)
bool is_front(Type type);
// Whether libpng ignores the chunk behind a palette.
bool is_about_colour(Type type);
bool is_text(Type type);
// Whether decoders show a picture as if a chunk of this type were not there if its checksum is wrong.
bool is_ignored_if_spoilt(Type type);
// Whether the policy keeps a chunk for which is_front() is true.
bool is_kept(Type type, const Policy& policy);

// The kind of a chunk that goes, by its type alone.
Kind dropped_kind(Type type);

}  // namespace stripmeta::png
