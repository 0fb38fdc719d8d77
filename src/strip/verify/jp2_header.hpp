// The second reader of jp2h (ISO/IEC 15444-1 I.5.3).
#pragma once

#include <cstdint>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/verify/verdict.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify {

// What jp2h says of the codestream.
struct Jp2Claims {
  std::uint32_t height{0};
  std::uint32_t width{0};
  std::size_t components{0};
  std::uint8_t depth{0};             // bits less one, 0x80 if signed; 255: see depths
  std::vector<std::uint8_t> depths;  // of each component; empty if not given
  std::size_t palette_rows{0};
};

// Offsets of the verdict are those within the payload.
Verdict verify_jp2_header(Bytes payload, const Policy& policy, Jp2Claims& claims);

}  // namespace stripmeta::verify
