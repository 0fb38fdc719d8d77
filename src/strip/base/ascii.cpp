#include "strip/base/ascii.hpp"

#include <algorithm>

namespace stripmeta {
namespace {

char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool same_letter(char a, char b) {
  return lowered(a) == lowered(b);
}

}  // namespace

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return lowered(c) >= 'a' && lowered(c) <= 'z';
}

bool is_blank(std::string_view text) {
  return std::ranges::all_of(text, is_space);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, same_letter);
}

std::size_t find_ignoring_case(std::string_view text, std::string_view word, std::size_t from) {
  const auto hit = std::ranges::search(text.substr(std::min(from, text.size())), word, same_letter);
  return hit.empty() ? std::string_view::npos : static_cast<std::size_t>(hit.begin() - text.begin());
}

}  // namespace stripmeta
