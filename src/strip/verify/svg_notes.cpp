#include "strip/verify/svg_notes.hpp"

#include <algorithm>
#include <string>

#include "strip/base/ascii.hpp"

namespace stripmeta::verify {
namespace {

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

// A folder of a person: /home/anna, /Users/anna, C:\Users\anna, at the beginning of a word.
bool is_of_a_person(std::string_view path) {
  const bool drive = path.size() > 3 && is_capital(path.front()) && path.substr(1, 2) == ":\\";
  return drive || path.starts_with("/home/") || path.starts_with("/Users/");
}

bool has_path(std::string_view text) {
  if (text.contains("file:///")) return true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if ((at == 0 || is_space(text[at - 1])) && is_of_a_person(text.substr(at))) return true;
  }
  return false;
}

bool is_file_name(std::string_view word) {
  constexpr std::string_view extensions = " svg png jpg pdf drawio sketch kicad_pcb kicad_sch ";
  const auto dot = word.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return false;
  return extensions.contains(" " + std::string{word.substr(dot + 1)} + " ");
}

bool is_day(std::string_view word) {  // 2024-05-01
  constexpr std::string_view form = "0000-00-00";
  return std::ranges::equal(word, form, [](char c, char f) { return f == '-' ? c == '-' : is_digit(c); });
}

}  // namespace

bool is_program_note(std::string_view text) {
  constexpr std::size_t longest_word = 100;
  constexpr std::string_view by = "Created with ";
  text = trimmed(text);
  if (text.empty()) return false;
  if (has_path(text) || (text.front() == '<' && text.back() == '>')) return true;
  const auto name = text.starts_with(by) ? text.substr(by.size()) : std::string_view{};
  if (!name.empty() && is_capital(name.front()) && std::ranges::none_of(name, is_space)) return true;
  if (std::ranges::any_of(text, is_space)) return text.starts_with("Generator: ");
  const bool ascii = std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return is_file_name(text) || is_day(text) || (ascii && text.size() > longest_word);
}

}  // namespace stripmeta::verify
