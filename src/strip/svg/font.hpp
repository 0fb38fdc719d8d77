// Fonts in data: URIs: OpenType and collections of it (OpenType 1.9, "Organization of an OpenType Font"), WOFF 1.0 and
// 2.0, and Embedded OpenType. Their tables stay as they are.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta::svg {

// The word for a font's format in its media type: "woff2". "" if the file does not begin as a font.
std::string_view font_word(Bytes file);

// The font without what follows it, and with zeros between its tables; in WOFF 2.0 and Embedded OpenType, which have no
// directory of plain offsets, only cut to its length. nullopt if a table is not within the file.
std::optional<std::vector<std::byte>> clean_font(Bytes file);

}  // namespace stripmeta::svg
