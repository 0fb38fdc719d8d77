// SVGs without what says a place.
#pragma once

#include "strip/grammar/grammar.hpp"

namespace stripmeta::location {

// Emits `text`, an SVG whose embedded files are dealt with, its properties blanked as patch_drawing() has it.
Status patch_svg(Bytes text, Output& out);

}  // namespace stripmeta::location
