// Tells what a program wrote into a title or a description from what a person did.
#pragma once

#include <string_view>

namespace stripmeta::svg {

// Whether a text, with its references resolved, is a program's note and not a title: "Created with Sketch.", a
// program's name with its version, the name of a file, a text with the path of a local file, a full date as programs
// write it, or a diagram's source as data. If in doubt it is a title. An empty text is no note.
bool is_note(std::string_view text);

}  // namespace stripmeta::svg
