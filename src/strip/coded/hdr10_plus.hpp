// HDR10+: how the brightness of a scene is mapped to a display (SMPTE ST 2094-40), in a T.35 message of HEVC, AVC, VVC
// or AV1. Of all T.35 messages, which anyone may define, only these stay.
#pragma once

#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta::coded {

// The message's fields, from the country code on, and nothing behind them. nullopt if `message` is not HDR10+, or if it
// ends within a field.
std::optional<std::vector<std::byte>> read_hdr10_plus(Bytes message);

}  // namespace stripmeta::coded
