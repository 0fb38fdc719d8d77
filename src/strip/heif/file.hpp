// The top level of a HEIF: its boxes by what they are for.
#pragma once

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
  std::vector<bmff::Box> media;   // mdat; the end of the input may cut off the last one
  std::vector<bmff::Box> others;  // all other boxes
  Bytes trailer;                  // bytes after the last box
};

// The kind and the content of a box that is not needed for the picture. In a uuid box the content follows the id.
Kind kind_of(const bmff::Box& box);
Bytes content_of(const bmff::Box& box);
// Reports such a box as removed.
void report_box(const bmff::Box& box, Output& out);

// Reports that a name goes: of an item, a handler or a coder. A word that an encoder gives to every file is mere
// layout. An empty name is not reported.
void report_name(Bytes name, std::uint64_t at, Output& out);

// Errors: `malformed` if a box occurs twice that may occur only once, or if bytes before the picture's tables are not a
// box; `truncated` if the input ends before the tables, or, under `strict`, within mdat; `unsupported` if the file is
// in fragments or in the short form (mini).
std::expected<File, Error> read_file(Bytes input, bool strict);

// Reports `others` and the trailer as removed.
void report_others(const File& file, Output& out);

}  // namespace stripmeta::heif
