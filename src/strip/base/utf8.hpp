// UTF-8 (RFC 3629).
#pragma once

#include <cstdint>
#include <string>

namespace stripmeta {

// Appends the character with this code point. Code points above U+10FFFF become U+FFFD.
void put_utf8(std::string& out, std::uint32_t code);

}  // namespace stripmeta
