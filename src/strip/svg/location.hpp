// SVGs without what says a place.
#pragma once

#include "strip/grammar/grammar.hpp"
#include "strip/location/location.hpp"
#include "strip/svg/embedded.hpp"

namespace stripmeta::location {

// Emits `text`, an SVG whose embedded files are dealt with, its properties blanked as patch_drawing() has it.
Status patch_svg(Bytes text, Output& out);

// The whole of it: the embedded files, which may change their length, and then the properties.
std::expected<Rewritten, Error> rewrite_svg(Bytes file, const svg::Engine& engine, const Policy& policy);

}  // namespace stripmeta::location
