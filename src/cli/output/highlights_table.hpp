// What a person wants to know first about an image, as text.
#pragma once

#include <string>

#include "cli/output/record.hpp"
#include "inspect/highlights.hpp"

namespace stripmeta::cli {

// An indented table with one line for each kind of highlight that the image has, safe for a terminal. Every line ends
// with a line feed. "" if there are no highlights.
std::string highlights_table(const Highlights& highlights);

// "4000 x 3000"
std::string size_text(PictureSize size);

// ", a different shape than the picture (4000 x 3000): ..."; "" if the shapes are the same. To be put after the size of
// the thumbnail.
std::string shape_note(const ThumbnailShape& shape);

// A line of a directory's table, with its line feed: path, format, size and what the file holds. The columns have a
// fixed width because the files come one by one. A longer text shifts the rest of its line.
std::string table_row(const Record& record);

}  // namespace stripmeta::cli
