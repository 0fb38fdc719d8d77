// The top level of a HEIF: its brands, and its boxes by what they are for.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <vector>

#include "strip/bmff/box.hpp"
#include "strip/grammar/grammar.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::heif {

inline constexpr std::size_t max_ftyp_size = 4096;

// Tells the format by `ftyp`, the first box of the file (14496-12 4.3); Format::unknown as long as `front` does not
// hold the whole box. Errors: `unsupported` if no brand is that of an image, with the name of what the file is;
// `malformed` if the box is damaged or longer than max_ftyp_size.
std::expected<Format, Error> check_brands(Bytes front);

// A new ftyp with the brands of the old one, but the brand of tone-mapped pictures only if `with_tone_map`.
std::vector<std::byte> make_ftyp(const bmff::Box& ftyp, bool with_tone_map);

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

// Errors: `malformed` if a box occurs twice that may occur only once, or if bytes before the picture's tables are not a
// box; `truncated` if the input ends before the tables, or, under `strict`, within mdat; `unsupported` if the file is
// in fragments or in the short form (mini).
std::expected<File, Error> read_file(Bytes input, bool strict);

// Reports `others` and the trailer as removed.
void report_others(const File& file, Output& out);

}  // namespace stripmeta::heif
