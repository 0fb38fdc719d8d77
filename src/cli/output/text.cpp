#include "cli/output/text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace stripmeta::cli {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

struct Decoded {
  char32_t point;      // only meaningful if `valid`
  std::size_t length;  // bytes taken, at least 1
  bool valid;
};

// The shape of a UTF-8 sequence by its first byte: the Unicode standard's table 3-7. Length 0: no sequence starts with
// this byte.
struct Shape {
  std::size_t length;
  unsigned second_low;   // least second byte: excludes overlong forms
  unsigned second_high;  // greatest second byte: excludes surrogates and what is past U+10FFFF
};

constexpr Shape shape_of(unsigned first) {
  if (first < 0x80) return {1, 0, 0};
  if (first < 0xC2) return {0, 0, 0};
  if (first < 0xE0) return {2, 0x80, 0xBF};
  if (first == 0xE0) return {3, 0xA0, 0xBF};
  if (first == 0xED) return {3, 0x80, 0x9F};
  if (first < 0xF0) return {3, 0x80, 0xBF};
  if (first == 0xF0) return {4, 0x90, 0xBF};
  if (first < 0xF4) return {4, 0x80, 0xBF};
  if (first == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

// Decodes the first code point of `text`, which must not be empty. Of an invalid sequence, takes the maximal subpart.
Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(text[i])); };
  const auto shape = shape_of(byte(0));
  if (shape.length <= 1) return {byte(0), 1, shape.length == 1};
  char32_t point = byte(0) & (0x7FU >> shape.length);
  for (std::size_t i = 1; i < shape.length; ++i) {
    const unsigned low = i == 1 ? shape.second_low : 0x80;
    const unsigned high = i == 1 ? shape.second_high : 0xBF;
    if (i == text.size() || byte(i) < low || byte(i) > high) return {0, i, false};
    point = point << 6U | (byte(i) & 0x3FU);
  }
  return {point, shape.length, true};
}

bool is_control(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0);
}

// Controls that reverse text, with which a name can show a wrong extension, and line separators.
bool reorders_text(char32_t point) {
  return point == 0x061C || (point >= 0x200E && point <= 0x200F) || (point >= 0x2028 && point <= 0x202E) ||
         (point >= 0x2066 && point <= 0x2069);
}

void append_hex(std::string& out, char32_t point, unsigned digits) {
  constexpr std::string_view hex = "0123456789abcdef";
  while (digits-- > 0) out += hex[point >> (4 * digits) & 0xFU];
}

}  // namespace

std::string neutralise(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto [point, length, valid] = decode(text);
    if (!valid) {
      out += replacement;
    } else if (is_control(point)) {
      out += "\\x";
      append_hex(out, point, 2);
    } else if (reorders_text(point)) {
      out += "\\u";
      append_hex(out, point, 4);
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return out;
}

std::string neutralise_json(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  while (!json.empty()) {
    const auto [point, length, valid] = decode(json);
    if (valid && (is_control(point) || reorders_text(point))) {
      out += "\\u";
      append_hex(out, point, 4);
    } else {
      out += json.substr(0, length);
    }
    json.remove_prefix(length);
  }
  return out;
}

std::string grouped(std::uint64_t number) {
  const auto digits = std::to_string(number);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

std::string prose(std::string_view word) {
  std::string out{word};
  std::ranges::replace(out, '_', ' ');
  return out;
}

std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(std::string_view text, std::size_t columns) {
  return std::string{text} + std::string(columns - std::min(columns, width(text)), ' ');
}

std::string padded_left(const std::string& text, std::size_t columns) {
  return std::string(columns - std::min(columns, width(text)), ' ') + text;
}

}  // namespace stripmeta::cli
