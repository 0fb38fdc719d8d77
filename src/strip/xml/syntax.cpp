#include "strip/xml/syntax.hpp"

#include "strip/base/ascii.hpp"

namespace stripmeta::xml {
namespace {

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// The end of a reference whose '&' is just before `at`, without its ';'; `at` if it has no name and no digits.
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

bool is_name_start(char c) {
  return is_letter(c) || c == '_' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_name_char(char c) {
  return is_name_start(c) || is_digit(c) || c == '-' || c == '.';
}

std::size_t name_end(std::string_view text, std::size_t at) {
  if (at >= text.size() || !is_name_start(text[at])) return at;
  while (at < text.size() && is_name_char(text[at])) ++at;
  return at;
}

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

std::expected<void, Error> check_references(std::string_view text, std::size_t offset) {
  for (auto at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    const auto end = reference_end(text, at + 1);
    if (end == at + 1 || end == text.size() || text[end] != ';') {
      return error_at(offset + at, ErrorKind::malformed, "an ampersand does not start a reference");
    }
  }
  return {};
}

}  // namespace stripmeta::xml
