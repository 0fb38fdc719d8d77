// Text as a terminal may see it: what comes from files and their names must not move its cursor or turn its lines
// round.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stripmeta::cli {

// `text` for a terminal. C0 and C1 control characters and DEL become \x1b, bidirectional controls and line separators
// become \u202e, bytes that are no UTF-8 become U+FFFD; all else stays. Line feeds count as controls too.
std::string neutralise(std::string_view text);

// One line of JSON, its dangerous characters (those of neutralise(), as far as JSON allows them raw) as \u009b: the
// same value to a parser, harmless to a terminal. `json` must be valid UTF-8.
std::string neutralise_json(std::string_view json);

// "1,234,567"
std::string grouped(std::uint64_t number);

// A word of the library's vocabulary as prose: "maker note" for "maker_note".
std::string prose(std::string_view word);

// Columns that `text` takes on a terminal, one a code point: good enough to align names and numbers.
std::size_t width(std::string_view text);

// With blanks behind it, or before it, up to so many columns.
std::string padded(std::string_view text, std::size_t columns);
std::string padded_left(const std::string& text, std::size_t columns);

}  // namespace stripmeta::cli
