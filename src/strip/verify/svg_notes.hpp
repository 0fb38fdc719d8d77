// Titles that show by their form that a program wrote them.
#pragma once

#include <string_view>

namespace stripmeta::verify {

// Whether a title is the name or the path of a file, a date, data, or "Created with NAME". A clean SVG has none of
// these. The stripper knows more forms.
bool is_program_note(std::string_view text);

}  // namespace stripmeta::verify
