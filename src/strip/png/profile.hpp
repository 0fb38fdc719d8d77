// PNG's iCCP chunk (11.3.2.3): a name, a method, and an ICC profile as a zlib stream.
#pragma once

#include <cstddef>
#include <expected>
#include <string_view>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/metadata/kept_icc.hpp"

namespace stripmeta::png {

inline constexpr std::string_view clean_profile_name{"icc", 3};  // the source's may tell who made the profile

// What of an iCCP chunk differs from the source.
enum class ProfileChange : std::uint8_t {
  none,
  layout,   // how the profile is compressed, and the order of its tags
  content,  // the profile, its name, its checksum, or what follows it
};

struct KeptProfileChunk {
  std::vector<std::byte> payload;  // empty: nothing of it stays
  ProfileChange change{ProfileChange::none};

  bool empty() const { return payload.empty(); }
};

// Like stripmeta::keep_profile(), but takes the payload of an iCCP chunk and returns a new payload, with a fixed name
// and the profile compressed by zlib at its highest level. As in libpng, the profile is whole once as many bytes have
// inflated as its header declares, whatever becomes of the stream behind them and of its checksum. It counts as damaged
// if fewer inflate, or if it declares more than `limit` bytes.
std::expected<KeptProfileChunk, Error> keep_profile_chunk(Bytes payload, std::uint64_t offset, std::size_t limit,
                                                          const Policy& policy);

}  // namespace stripmeta::png
