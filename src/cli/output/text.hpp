// Text for a terminal: values and names of files must not move its cursor or reverse its lines.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stripmeta::cli {

// `text`, safe for a terminal. C0 and C1 control characters (line feeds too) and DEL are written as \x1b, bidirectional
// controls and line separators as \u202e. Bytes that are not UTF-8 become U+FFFD. Everything else stays.
std::string neutralise(std::string_view text);

// One line of JSON, safe for a terminal: the characters that neutralise() replaces are written as \u009b, so a parser
// reads the same value. `json` must be valid UTF-8.
std::string neutralise_json(std::string_view json);

// "1,234,567"
std::string grouped(std::uint64_t number);

// A word of the library's vocabulary with blanks: "maker note" for "maker_note".
std::string prose(std::string_view word);

// Columns that `text` takes on a terminal, counted as one for each code point, which is enough to align names and
// numbers.
std::size_t width(std::string_view text);

// `text` with blanks after it, or before it, up to `columns` columns.
std::string padded(std::string_view text, std::size_t columns);
std::string padded_left(const std::string& text, std::size_t columns);

}  // namespace stripmeta::cli
