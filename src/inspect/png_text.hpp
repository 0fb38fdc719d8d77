// The text chunks of a PNG (W3C PNG 11.3.3), also compressed ones.
#pragma once

#include "inspect/photoshop.hpp"
#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// Adds the content of a tEXt, zTXt or iTXt chunk (type and data). XMP, and Exif and IPTC from raw profiles, go into
// their own groups; Photoshop resources to `photoshop`; other text into group "text" under its keyword, and also into
// group "ai" if it is the prompt of an image generator. At most 1 MiB is inflated.
void add_png_text(Bytes chunk, Photoshop& photoshop, ValueList& out);

// Adds a tIME chunk's data (11.3.4.1) in group "time".
void add_png_time(Bytes payload, ValueList& out);

}  // namespace stripmeta::inspection
