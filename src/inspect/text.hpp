// Converts bytes of any character set, and numbers, to text for people. All results are UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// Whether `text` is well-formed UTF-8 (RFC 3629: no surrogates, nothing overlong, nothing past U+10FFFF).
bool is_utf8(std::string_view text);

// The text itself if it is UTF-8; otherwise its bytes read as Latin-1, because wrong letters are better than none.
std::string utf8_or_latin1(std::string_view text);
std::string latin1_to_utf8(std::string_view text);

// Reads UTF-16 up to the first NUL. A byte order mark overrides `order`. A lone surrogate becomes U+FFFD; an odd last
// byte is dropped.
std::string utf16_to_utf8(Bytes bytes, ByteOrder order);

// The order in which `bytes`, read as UTF-16, have fewer code units above U+00FF; `usual` if they have equally many.
ByteOrder likely_utf16_order(Bytes bytes, ByteOrder usual);

std::string_view until_nul(std::string_view text);
// `text` without white space and NULs at both ends.
std::string_view trimmed(std::string_view text);
// At most `limit` bytes of `text`, cut between code points.
std::string_view cut_utf8(std::string_view text, std::size_t limit);

// The printable ASCII at the beginning of `bytes`, at most `limit` characters.
std::string_view printable_prefix(Bytes bytes, std::size_t limit);

// With at most `significant` digits and no trailing zeros: "2.8", "72".
std::string number_text(double value, int significant = 10);
// Whether least <= value <= most; false for NaN.
constexpr bool is_between(double value, double least, double most) {
  return value >= least && value <= most;
}
// With exactly `digits` digits after the point.
std::string fixed_text(double value, int digits);
std::string hex_text(std::uint32_t value, std::size_t digits);     // "0x00A1"
std::string byte_count(std::uint64_t count);                       // "1 byte", "2 bytes"
std::string size_text(std::uint64_t width, std::uint64_t height);  // "160x120"

}  // namespace stripmeta::inspection
