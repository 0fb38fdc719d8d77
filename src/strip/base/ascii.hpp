// Text in ASCII or a superset of it: kinds of characters, and comparison that ignores the case of the letters A to Z.
#pragma once

#include <cstddef>
#include <string_view>

namespace stripmeta {

// Space, tab, carriage return or line feed: XML's white space (XML 1.0, 2.3 [3]).
bool is_space(char c);
bool is_digit(char c);
bool is_letter(char c);
// Whether `text` is empty or only white space.
bool is_blank(std::string_view text);
// `text` without the white space at both ends.
std::string_view trimmed(std::string_view text);

bool equal_ignoring_case(std::string_view a, std::string_view b);
// The offset of the first `word` in `text` at or after `from`, whatever the case of its letters; npos if there is none.
std::size_t find_ignoring_case(std::string_view text, std::string_view word, std::size_t from = 0);

}  // namespace stripmeta
