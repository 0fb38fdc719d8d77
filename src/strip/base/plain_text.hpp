// Decides which texts can be kept: only short ones of visible characters, so that nothing can hide in them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "strip/base/bytes.hpp"

namespace stripmeta {

// Maximum bytes of a kept text. A longer one is dropped, not cut: half a licence can mean the opposite of the whole.
inline constexpr std::size_t text_limit = 1000;

// Whether `text` is well-formed UTF-8 (Unicode, table 3-7: no overlong forms, no surrogates) and visible: no control
// character except tab and line feed, no format character, variation selector, tag, private use or noncharacter. A
// single joiner or emoji selector is allowed after a character that is not ASCII.
bool is_plain_text(std::string_view text);

// Whether a text may be kept: plain, not empty, within the limit, without white space at its ends.
bool is_kept_text(std::string_view text);

// Makes a text of unknown character set printable. It ends before its first zero byte and is trimmed. Line ends and
// tabs become spaces, other control characters are dropped, and bytes above ASCII stay. "" if the result exceeds the
// limit, or twice the limit before it is trimmed.
std::string printable_text(Bytes bytes);

}  // namespace stripmeta
