// The fields of SEI messages and of AV1's metadata: how long a message is that has them and nothing else.
#pragma once

#include <cstdint>

#include "strip/verify/unit_data.hpp"
#include "strip/verify/units.hpp"

namespace stripmeta::verify {

// Whether the bits are a message of this type, which may stay, up to their end (H.265, H.264 and H.274, payload types).
bool is_clean_message(Coding coding, std::uint64_t type, UnitBits bits);

// Whether the bits are HDR10+ (SMPTE ST 2094-40) up to their end.
bool is_clean_hdr10_plus(UnitBits bits);

}  // namespace stripmeta::verify
