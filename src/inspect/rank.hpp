// The order in which a person wants to read values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace stripmeta::inspection {

// In a person's order; `position` is where the picture was taken in one line, `place` all else that says where.
enum class Rank : std::uint8_t { position, place, device, date, people, software, rest };
inline constexpr std::size_t rank_count = static_cast<std::size_t>(Rank::rest) + 1;

// "exif:Flash/exif:Fired[1]": the name between the prefix and the index of one step of an XMP path.
std::string_view local_name(std::string_view step);

// The rank of a value by its group and name. Of an XMP path the last property decides, and if that says nothing, the
// first: "Iptc4xmpExt:LocationShown[1]/Iptc4xmpExt:City" is a place.
Rank rank_of(std::string_view group, std::string_view name);

}  // namespace stripmeta::inspection
