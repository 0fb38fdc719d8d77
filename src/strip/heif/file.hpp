// The top level of a HEIF: its boxes in their places.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <vector>

#include "strip/bmff/box.hpp"
#include "strip/grammar/grammar.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::heif {

struct File {
  bmff::Box ftyp;
  std::optional<bmff::Box> meta;
  std::optional<bmff::Box> moov;
  std::vector<bmff::Box> media;   // mdat; the last one may be cut off by the input's end
  std::vector<bmff::Box> others;  // all else
  Bytes trailer;                  // bytes behind the boxes that are none
};

// What a box is that holds no picture and no tables of one, and what it holds: of a uuid box what follows its id.
Kind kind_of(const bmff::Box& box);
Bytes content_of(const bmff::Box& box);
// Adds such a box, which goes, to the report.
void report_box(const bmff::Box& box, Output& out);

// Errors: `malformed` where a box that may be there once is there twice, or what is no box comes before the picture's
// tables; `truncated` where the end comes before them; `unsupported` where the file is in fragments or in the short
// form. Under `strict` an mdat that is cut off is `truncated` too.
std::expected<File, Error> read_file(Bytes input, bool strict);

// Adds to the report what goes of the top level: `others` and the trailer.
void report_others(const File& file, Output& out);

}  // namespace stripmeta::heif
