// What a person would look for first in an image, in words.
#pragma once

#include <string>

#include "cli/output/record.hpp"
#include "inspect/highlights.hpp"

namespace stripmeta::cli {

// An indented table, a line for each sort that is there, neutralised for a terminal. Several lines, each with its end;
// "" for nothing.
std::string brief(const Highlights& highlights);

// "4000 x 3000"
std::string size_words(PictureSize size);

// ", another shape than the picture, 4000 x 3000: ..."; "" where the shape does not differ. Follows the thumbnail's
// size.
std::string shape_note(const ThumbnailShape& shape);

// A line of a directory's table, with its end: path, format, size and what the file holds. Columns are of a fixed
// width, as the files come one by one; what is longer pushes the rest of its line.
std::string table_row(const Record& record);

}  // namespace stripmeta::cli
