// PNG's iCCP chunk (11.3.2.3): a name, a method, a zlib stream that holds an ICC profile.
#pragma once

#include <cstddef>
#include <expected>
#include <string_view>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta::png {

inline constexpr std::string_view clean_profile_name{"icc", 3};  // the source's is a name by its maker

struct ReducedChunk {
  std::vector<std::byte> payload;
  bool changed{false};  // something went, its name perhaps; false: a copy of the source
};

enum class ProfileFault : std::uint8_t {
  damaged,  // the chunk, the stream or the profile; or it inflates to more than `limit`
  longer,   // what would stay is longer than the source by more than half a KiB: its maker packed better than zlib does
};

// The chunk's payload with the profile as reduce_icc() leaves it.
std::expected<ReducedChunk, ProfileFault> reduce_profile(Bytes payload, std::size_t limit, bool share);

}  // namespace stripmeta::png
