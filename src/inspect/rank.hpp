// The order in which values are shown: the most interesting ones for a person first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace stripmeta::inspection {

// The ranks, in that order. `position` is where the picture was taken, in one line; `place` is anything else about the
// location.
enum class Rank : std::uint8_t { position, place, device, date, people, software, rest };
inline constexpr std::size_t rank_count = static_cast<std::size_t>(Rank::rest) + 1;

// A step of an XMP path without its prefix and index: "Fired" for "exif:Fired[1]".
std::string_view local_name(std::string_view step);

// The rank of a value by its group and name. In an XMP path the last property decides, or the first one if the last has
// no rank: "Iptc4xmpExt:LocationShown[1]/Iptc4xmpExt:City" is a place.
Rank rank_of(std::string_view group, std::string_view name);

}  // namespace stripmeta::inspection
