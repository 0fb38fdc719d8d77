// Characters that a kept text may not hold, for second readers.
#pragma once

namespace stripmeta::verify {

// Whether a byte is a control character of ASCII.
constexpr bool is_control(char c) {
  return (c >= 0 && c < ' ') || c == '\x7F';
}

}  // namespace stripmeta::verify
