// What counts as a text where metadata are rebuilt: characters that a person reads, and no more of them than a limit.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "strip/base/bytes.hpp"

namespace stripmeta {

// Bytes of one kept text. A longer one is not cut but goes: half a licence says something else than the whole.
inline constexpr std::size_t text_limit = 1000;

// Whether all of it is UTF-8 as Unicode defines it (table 3-7: no overlong forms, no surrogates) and can be seen: no
// control character but tab and line feed, no format character, variation selector, tag, private use or noncharacter. A
// joiner or an emoji's selector may stand alone behind a letter that is not ASCII.
bool is_plain_text(std::string_view text);

// Of a text that may be kept: plain, not blank, within the limit, no space at its ends.
bool is_kept_text(std::string_view text);

// A text whose character set nobody says, up to its first zero byte: bytes past ASCII as they stand, line ends and tabs
// as blanks, no other control character, no blank at its ends. "" where it is longer than the limit.
std::string printable_text(Bytes bytes);

}  // namespace stripmeta
