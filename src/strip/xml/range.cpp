#include "strip/xml/range.hpp"

#include <algorithm>

namespace stripmeta::xml {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool alike(char a, char b) {
  return lowered(a) == lowered(b);
}

// The end of a reference's body behind its '&'; `at` where there is none.
std::size_t reference_end(std::string_view text, std::size_t at) {
  const auto run = [&](std::size_t from, bool (*belongs)(char)) {
    while (from < text.size() && belongs(text[from])) ++from;
    return from;
  };
  const auto rest = text.substr(at);
  if (!rest.starts_with('#')) return name_end(text, at);
  const std::size_t digits = at + (rest.starts_with("#x") ? 2 : 1);
  const std::size_t end = run(digits, rest.starts_with("#x") ? is_hex : is_digit);
  return end == digits ? at : end;
}

}  // namespace

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_blank(std::string_view text) {
  return std::ranges::all_of(text, is_space);
}
std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}
bool is_name_start(char c) {
  return is_letter(c) || c == '_' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_name_char(char c) {
  return is_name_start(c) || is_digit(c) || c == '-' || c == '.';
}

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

std::size_t name_end(std::string_view text, std::size_t at) {
  if (at >= text.size() || !is_name_start(text[at])) return at;
  while (at < text.size() && is_name_char(text[at])) ++at;
  return at;
}

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, alike);
}

std::size_t find_word(std::string_view text, std::string_view word, std::size_t from) {
  const auto hit = std::ranges::search(text.substr(std::min(from, text.size())), word, alike);
  return hit.empty() ? std::string_view::npos : static_cast<std::size_t>(hit.begin() - text.begin());
}

std::expected<void, Error> check_references(std::string_view text, std::size_t offset) {
  for (auto at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    const auto end = reference_end(text, at + 1);
    if (end == at + 1 || end == text.size() || text[end] != ';') {
      return broken(ErrorKind::malformed, offset + at, "an ampersand that starts no reference");
    }
  }
  return {};
}

}  // namespace stripmeta::xml
