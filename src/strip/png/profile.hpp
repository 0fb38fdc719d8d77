// PNG's iCCP chunk (11.3.2.3): a name, a method, and an ICC profile as a zlib stream.
#pragma once

#include <cstddef>
#include <expected>
#include <string_view>

#include "strip/base/bytes.hpp"
#include "strip/metadata/kept_icc.hpp"

namespace stripmeta::png {

inline constexpr std::string_view clean_profile_name{"icc", 3};  // the source's may tell who made the profile

// Like stripmeta::keep_profile(), but takes the payload of an iCCP chunk and returns a new payload, with a fixed name.
// `changed` is also true if only the name changed. The profile counts as damaged if the chunk or the stream is, or if
// it inflates to more than `limit` bytes. Error `unsupported`: the new payload would be more than 512 bytes longer than
// the source, because its maker compressed better than zlib.
std::expected<KeptProfile, Error> keep_profile_chunk(Bytes payload, std::uint64_t offset, std::size_t limit,
                                                     const Policy& policy);

}  // namespace stripmeta::png
