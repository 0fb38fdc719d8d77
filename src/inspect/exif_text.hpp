// The value of an Exif entry as text for people.
#pragma once

#include <cstdint>
#include <string>

#include "inspect/exif_tags.hpp"
#include "inspect/tiff.hpp"

namespace stripmeta::inspection {

// The value as text: codes as words, fractions as numbers, text of any character set as UTF-8. For other bytes the text
// says how many there are; for an unreadable value, that it is unreadable. At most max_rendered_bytes of the value are
// read.
std::string exif_text(TagGroup group, const TiffEntry& entry);

}  // namespace stripmeta::inspection
