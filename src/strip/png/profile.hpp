// PNG's iCCP chunk (11.3.2.3): a name, a method, a zlib stream that holds an ICC profile.
#pragma once

#include <cstddef>
#include <expected>
#include <string_view>

#include "strip/base/bytes.hpp"
#include "strip/metadata/kept_icc.hpp"

namespace stripmeta::png {

inline constexpr std::string_view clean_profile_name{"icc", 3};  // the source's is a name by its maker

// The payload of an iCCP chunk, at `offset` of the input, with the profile as stripmeta::keep_profile() leaves it and a
// fixed name; `changed` is true if the name alone went. A chunk, a stream or a profile that is damaged is a damaged
// profile, and so is one that inflates to more than `limit` bytes. Error `unsupported`: what would stay is longer than
// the source by more than half a KiB, because its maker packed better than zlib does.
std::expected<KeptProfile, Error> keep_profile_chunk(Bytes payload, std::uint64_t offset, std::size_t limit,
                                                     const Policy& policy);

}  // namespace stripmeta::png
