// The codings whose units this room reads.
#pragma once

#include <cstdint>

namespace stripmeta::coded {

// ITU-T H.265 | ISO/IEC 23008-2, ITU-T H.264 | ISO/IEC 14496-10, ITU-T H.266 | ISO/IEC 23090-3, and AOM's AV1.
enum class Codec : std::uint8_t { hevc, avc, vvc, av1 };

}  // namespace stripmeta::coded
