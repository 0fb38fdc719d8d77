// Reads one track of a HEIF's image sequence (ISO/IEC 14496-12 8.3, ISO/IEC 23008-12 clause 7): what it is, and where
// its samples are.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <vector>

#include "strip/bmff/box.hpp"
#include "strip/heif/layout.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::heif {

// The boxes inside a box, in the order of the input.
using Children = std::vector<bmff::Box>;
// Error `malformed`.
std::expected<Children, Error> children_of(Bytes input, const bmff::Box& parent, std::size_t skip = 0);
const bmff::Box* find(const Children& children, bmff::Type wanted);  // the first; null if there is none

struct Track {
  bmff::Box box;
  std::uint32_t id{0};
  bmff::Type handler{0};
  std::string_view handler_name;
  bool is_thumbnail{false};
  std::optional<Kind> kind;   // the kind of a track that goes; nullopt: the track stays
  std::vector<Range> chunks;  // ranges of samples in the input; if the track goes, as many as could be read
};

// Errors, only for a track that stays: `malformed`; `truncated` if samples are past the input's end; `unsupported` if
// they are encrypted or in another file.
std::expected<Track, Error> read_track(Bytes input, const bmff::Box& box);

}  // namespace stripmeta::heif
