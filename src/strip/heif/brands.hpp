// A HEIF's first box, ftyp (ISO/IEC 14496-12 4.3): whether the file is an image, and of which of the two formats.
#pragma once

#include <expected>
#include <vector>

#include "strip/bmff/box.hpp"
#include "strip/grammar/grammar.hpp"

namespace stripmeta::heif {

inline constexpr std::size_t longest_ftyp = 4096;

// Of a file's beginning. Format::unknown: the box is not whole yet. Errors: `unsupported` where no brand is an image's,
// with the name of what it is; `malformed` where the box is damaged or longer than longest_ftyp.
std::expected<Format, Error> look_at_brands(Bytes front);

// The box to its last whole brand; that of tone-mapped pictures stays where one does.
std::vector<std::byte> make_ftyp(const bmff::Box& ftyp, bool with_tone_map);

}  // namespace stripmeta::heif
