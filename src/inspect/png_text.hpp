// The text chunks of a PNG (W3C PNG 11.3.3), what they hold compressed included.
#pragma once

#include "inspect/photoshop.hpp"
#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// Adds what a tEXt, zTXt or iTXt chunk (its type and data) says: XMP, Exif and IPTC in raw profiles in their own
// groups, Photoshop resources to `photoshop`, the rest in group "text" by its keyword and, where it is a generator's
// prompt, in group "ai". At most 1 MiB of it is inflated.
void add_png_text(Bytes chunk, Photoshop& photoshop, ValueList& out);

// Adds a tIME chunk's data (11.3.4.1) in group "time".
void add_png_time(Bytes payload, ValueList& out);

}  // namespace stripmeta::inspection
