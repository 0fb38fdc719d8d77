// The brands of a HEIF: what a file promises to those who open it (ISO/IEC 14496-12 4.3).
#pragma once

#include <cstddef>
#include <expected>
#include <vector>

#include "strip/bmff/box.hpp"
#include "strip/grammar/grammar.hpp"

namespace stripmeta::heif {

inline constexpr std::size_t max_ftyp_size = 4096;

// Tells the format by `ftyp`, the first box of the file; Format::unknown as long as `front` does not hold the whole
// box. Errors: `unsupported` if no brand is that of an image, with the name of what the file is; `malformed` if the box
// is damaged or longer than max_ftyp_size.
std::expected<Format, Error> check_brands(Bytes front);

// What an output holds.
struct Contents {
  bool has_still{false};
  bool has_movie{false};
  std::vector<bmff::Type> items;    // types of the items
  std::vector<bmff::Type> entries;  // types of the sample entries of tracks
};

// A new ftyp with minor version 0: those brands of the old one that are known and hold for the contents, each once. If
// the major brand does not, the first known one that does replaces it. If none does, the brand of any still (mif1) or
// sequence (msf1) is written. Reports bytes of the old box that are not brands.
std::vector<std::byte> rewrite_brands(const bmff::Box& ftyp, const Contents& contents, Output& out);

}  // namespace stripmeta::heif
