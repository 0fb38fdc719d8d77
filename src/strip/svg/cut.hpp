// Cuts the metadata out of an SVG and replaces its embedded files by stripped ones.
#pragma once

#include "strip/grammar/grammar.hpp"
#include "strip/location/location.hpp"
#include "strip/svg/embedded.hpp"

namespace stripmeta::svg {

// Writes the stripped SVG (see svg.hpp) and fills the report. With the preset `location` nothing is cut: properties
// with a location become blanks, and embedded files are stripped under the same preset.
Status cut_svg(Bytes input, const Nesting& nesting, Output& out);

// cut_svg() for a whole SVG under the policy `location`. Returns the new file and its report.
std::expected<location::Rewritten, Error> rewrite_svg(Bytes file, const Engine& engine, const Policy& policy);

}  // namespace stripmeta::svg
