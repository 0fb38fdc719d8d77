// Tables of a colour profile: lut8Type, lut16Type, lutAToBType and lutBToAType (ICC.1:2022 10.10 to 10.13).
#pragma once

#include <cstddef>
#include <vector>

#include "strip/metadata/icc_source.hpp"

namespace stripmeta {

// The channels that a transform must have, because of the spaces that it connects.
struct IccChannels {
  std::size_t in{0};
  std::size_t out{0};
};

enum class IccDirection : std::uint8_t { to_connection, from_connection };

// Appends the table that is read from `source`: its numbers, each part at the next multiple of 4, without reserved
// bytes or bytes between parts. The source fails if it is no table of these channels in this direction.
void put_table(IccSource& source, std::vector<std::byte>& out, IccChannels channels, IccDirection direction);

}  // namespace stripmeta
