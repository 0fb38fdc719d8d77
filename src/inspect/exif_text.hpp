// One Exif entry's value in the form that a person reads.
#pragma once

#include <cstdint>
#include <string>

#include "inspect/exif_tags.hpp"
#include "inspect/tiff.hpp"

namespace stripmeta::inspection {

// The value as text: codes in words, fractions as numbers, text of any character set as UTF-8, other bytes by their
// number. At most max_rendered_bytes of the value are looked at. An unreadable one is a sentence.
std::string exif_text(TagGroup group, const TiffEntry& entry);

}  // namespace stripmeta::inspection
