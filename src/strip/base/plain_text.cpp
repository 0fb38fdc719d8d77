#include "strip/base/plain_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "strip/base/ascii.hpp"

namespace stripmeta {
namespace {

constexpr char32_t none = 0xFFFFFFFF;

// Bytes of the character that starts with `lead`; 0 if no character starts so.
std::size_t length_of(std::uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xC2) return 0;
  if (lead < 0xE0) return 2;
  if (lead < 0xF0) return 3;
  return lead < 0xF5 ? 4 : 0;
}

// Removes the first character from `text` and returns it; `none` if it is not well-formed.
char32_t take_character(std::string_view& text) {
  const auto lead = static_cast<std::uint8_t>(text.front());
  const std::size_t length = length_of(lead);
  if (length == 0 || length > text.size()) return none;
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};  // the least code of each length
  char32_t code = length == 1 ? lead : lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<std::uint8_t>(text[i]);
    if ((next & 0xC0U) != 0x80) return none;
    code = code << 6U | (next & 0x3FU);
  }
  text.remove_prefix(length);
  const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
  return code < least.at(length) || code > 0x10FFFF || is_surrogate ? none : code;
}

struct Block {
  char32_t first;
  char32_t last;
};
// Characters that are invisible or for private use: format characters (Cf), variation selectors, tags, noncharacters
// (Unicode 15, chapter 23). Combining marks that scripts need are allowed.
constexpr std::array<Block, 21> unreadable{
    {{0x00, 0x08},     {0x0B, 0x1F},       {0x7F, 0x9F},      {0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},
     {0x115F, 0x1160}, {0x17B4, 0x17B5},   {0x180B, 0x180F},  {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F},
     {0x3164, 0x3164}, {0xE000, 0xF8FF},   {0xFDD0, 0xFDEF},  {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},
     {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}}};
constexpr char32_t first_of_special_planes = 0xE0000;  // tags, selectors, private use

bool is_readable(char32_t code) {
  const bool is_noncharacter = (code & 0xFFFEU) == 0xFFFE;
  if (code >= first_of_special_planes || is_noncharacter) return false;
  return std::ranges::none_of(unreadable, [=](Block block) { return block.first <= code && code <= block.last; });
}

// Joins or separates letters, or selects how an emoji looks.
bool is_joiner(char32_t code) {
  return code == 0x200C || code == 0x200D || code == 0xFE0E || code == 0xFE0F;
}

}  // namespace

bool is_plain_text(std::string_view text) {
  char32_t before = ' ';
  while (!text.empty()) {
    const auto code = take_character(text);
    if (code == none) return false;
    constexpr char32_t past_ascii = 0x80;
    const bool joins = is_joiner(code) && before >= past_ascii && !is_joiner(before);
    if (!is_readable(code) && !joins) return false;
    before = code;
  }
  return true;
}

std::string printable_text(Bytes bytes) {
  std::string text;
  for (const char c : as_text(bytes)) {
    if (c == '\0') break;
    const auto code = static_cast<unsigned char>(c);
    if (is_space(c)) text += ' ';
    if (code > 0x20 && code != 0x7F) text += c;
    if (text.size() > 2 * text_limit) return {};
  }
  const auto kept = trimmed(text);
  return kept.size() > text_limit ? std::string{} : std::string{kept};
}

bool is_kept_text(std::string_view text) {
  return !text.empty() && text.size() <= text_limit && !is_space(text.front()) && !is_space(text.back()) &&
         is_plain_text(text);
}

}  // namespace stripmeta
