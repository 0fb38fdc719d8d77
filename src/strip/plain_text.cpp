#include "strip/plain_text.hpp"

#include <array>
#include <cstdint>

#include "strip/xml_range.hpp"

namespace stripmeta {
namespace {

constexpr char32_t none = 0xFFFFFFFF;

// How many bytes a character takes by its first one, 0 for a byte that begins none.
std::size_t length_of(std::uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xC2) return 0;
  if (lead < 0xE0) return 2;
  if (lead < 0xF0) return 3;
  return lead < 0xF5 ? 4 : 0;
}

// Takes the first character off `text`; `none` where it is not well-formed.
char32_t take_character(std::string_view& text) {
  const auto lead = static_cast<std::uint8_t>(text.front());
  const std::size_t length = length_of(lead);
  if (length == 0 || length > text.size()) return none;
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};  // by length
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

bool is_readable(char32_t code) {
  if (code == '\t' || code == '\n') return true;
  const bool is_control = code < 0x20 || (code >= 0x7F && code < 0xA0);
  const bool is_noncharacter = (code & 0xFFFEU) == 0xFFFE;
  return !is_control && !is_noncharacter;
}

}  // namespace

bool is_plain_text(std::string_view text) {
  while (!text.empty()) {
    const auto code = take_character(text);
    if (code == none || !is_readable(code)) return false;
  }
  return true;
}

std::string printable_text(Bytes bytes) {
  std::string text;
  for (const char c : as_text(bytes)) {
    if (c == '\0') break;
    const auto code = static_cast<unsigned char>(c);
    if (xml::is_space(c)) text += ' ';
    if (code > 0x20 && code != 0x7F) text += c;
    if (text.size() > 2 * text_limit) return {};
  }
  const auto trimmed = xml::trimmed(text);
  return trimmed.size() > text_limit ? std::string{} : std::string{trimmed};
}

bool is_kept_text(std::string_view text) {
  return !text.empty() && text.size() <= text_limit && !xml::is_space(text.front()) && !xml::is_space(text.back()) &&
         is_plain_text(text);
}

}  // namespace stripmeta
