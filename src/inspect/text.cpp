#include "inspect/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace stripmeta::inspection {
namespace {

constexpr char32_t replacement = 0xFFFD;

void append_byte(std::string& out, char32_t value) {
  out.push_back(static_cast<char>(value & 0xFFU));
}

void append_utf8(std::string& out, char32_t point) {
  if (point < 0x80) return append_byte(out, point);
  if (point < 0x800) {
    append_byte(out, 0xC0U | point >> 6U);
  } else {
    if (point < 0x10000) {
      append_byte(out, 0xE0U | point >> 12U);
    } else {
      append_byte(out, 0xF0U | point >> 18U);
      append_byte(out, 0x80U | (point >> 12U & 0x3FU));
    }
    append_byte(out, 0x80U | (point >> 6U & 0x3FU));
  }
  append_byte(out, 0x80U | (point & 0x3FU));
}

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}
bool is_continuation(unsigned byte) {
  return (byte & 0xC0U) == 0x80U;
}

// How many bytes the code point at `at` has; 0 if it is not well-formed.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const unsigned lead = byte_at(text, at);
  if (lead < 0x80) return 1;
  std::size_t length = 2;
  if (lead >= 0xE0) length = lead >= 0xF0 ? 4 : 3;
  if (lead < 0xC2 || lead > 0xF4 || text.size() - at < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(byte_at(text, at + i))) return 0;
  }
  const unsigned second = byte_at(text, at + 1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second > 0x9F;
  const bool too_high = lead == 0xF4 && second > 0x8F;
  return overlong || surrogate || too_high ? 0 : length;
}

bool is_high_surrogate(char32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low_surrogate(char32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

bool is_blank(char c) {
  return c == '\0' || c == ' ' || (c >= '\t' && c <= '\r');
}

std::string chars_text(double value, std::chars_format format, int precision) {
  // In fixed notation the largest double has 309 digits before the point.
  std::array<char, 352> buffer{};
  const auto result = std::to_chars(buffer.begin(), buffer.end(), value, format, precision);
  return {buffer.begin(), result.ptr};
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

std::string latin1_to_utf8(std::string_view text) {
  std::string out;
  for (const char c : text) append_utf8(out, static_cast<unsigned char>(c));
  return out;
}

std::string utf8_or_latin1(std::string_view text) {
  return is_utf8(text) ? std::string(text) : latin1_to_utf8(text);
}

std::string utf16_to_utf8(Bytes bytes, ByteOrder order) {
  constexpr char32_t byte_order_mark = 0xFEFF;
  constexpr char32_t swapped_mark = 0xFFFE;
  std::size_t at = 0;
  if (bytes.size() >= 2 && u16(bytes, 0) == byte_order_mark) order = ByteOrder::big;
  if (bytes.size() >= 2 && u16(bytes, 0) == swapped_mark) order = ByteOrder::little;
  if (bytes.size() >= 2 && u16(bytes, 0, order) == byte_order_mark) at = 2;
  std::string out;
  for (; at + 1 < bytes.size(); at += 2) {
    const char32_t unit = u16(bytes, at, order);
    if (unit == 0) break;
    const char32_t next = at + 3 < bytes.size() ? u16(bytes, at + 2, order) : 0;
    if (is_high_surrogate(unit) && is_low_surrogate(next)) {
      append_utf8(out, 0x10000U + ((unit - 0xD800U) << 10U) + (next - 0xDC00U));
      at += 2;
    } else {
      append_utf8(out, is_high_surrogate(unit) || is_low_surrogate(unit) ? replacement : unit);
    }
  }
  return out;
}

ByteOrder likely_utf16_order(Bytes bytes, ByteOrder usual) {
  std::size_t big = 0;
  std::size_t little = 0;
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    if (u8(bytes, at) == 0) ++big;
    if (u8(bytes, at + 1) == 0) ++little;
  }
  if (big == little) return usual;
  return big > little ? ByteOrder::big : ByteOrder::little;
}

std::string_view until_nul(std::string_view text) {
  return text.substr(0, text.find('\0'));
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view cut_utf8(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && is_continuation(byte_at(text, limit))) --limit;
  return text.substr(0, limit);
}

std::string_view printable_prefix(Bytes bytes, std::size_t limit) {
  const std::string_view text = as_text(bytes).substr(0, limit);
  const auto end = std::ranges::find_if_not(text, [](char c) { return c >= ' ' && c <= '~'; });
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

std::string number_text(double value, int significant) {
  return chars_text(value == 0 ? 0 : value, std::chars_format::general, significant);
}

std::string fixed_text(double value, int digits) {
  return chars_text(value, std::chars_format::fixed, digits);
}

std::string hex_text(std::uint32_t value, std::size_t digits) {
  constexpr std::string_view alphabet = "0123456789ABCDEF";
  std::string out(digits, '0');
  for (std::size_t i = digits; i > 0; --i, value >>= 4U) out[i - 1] = alphabet[value & 0xFU];
  return "0x" + out;
}

std::string byte_count(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " byte" : " bytes");
}

std::string size_text(std::uint64_t width, std::uint64_t height) {
  return std::to_string(width) + "x" + std::to_string(height);
}

}  // namespace stripmeta::inspection
