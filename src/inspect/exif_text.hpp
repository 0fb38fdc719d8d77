// The value of an Exif entry as text for people.
#pragma once

#include <cstdint>
#include <string>

#include "inspect/exif_tags.hpp"
#include "inspect/tiff.hpp"

namespace stripmeta::inspection {

// The value as text: codes as words, fractions as numbers, text of any character set as UTF-8, and for other bytes how
// many there are. At most max_rendered_bytes of the value are read. For an unreadable value it is a sentence.
std::string exif_text(TagGroup group, const TiffEntry& entry);

}  // namespace stripmeta::inspection
