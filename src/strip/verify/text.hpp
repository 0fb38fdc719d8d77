// Characters that a kept text may not hold, for second readers.
#pragma once

namespace stripmeta::verify {

// Whether a byte is a control character of ASCII.
constexpr bool is_control(char c) {
  const auto code = static_cast<unsigned char>(c);
  return code < 0x20 || code == 0x7F;
}

}  // namespace stripmeta::verify
