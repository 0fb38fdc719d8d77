#include "s3/credentials/ini.hpp"

#include <algorithm>
#include <utility>

#include "store/ascii.hpp"

namespace stripmeta::s3 {
namespace {

// Returns `profile my own` for "[profile 'my own']  # comment", and "" if the line is not a section header.
std::string section_name(std::string_view line) {
  const auto end = line.find(']');
  if (!line.starts_with('[') || end == std::string_view::npos) return {};
  std::string name;
  for (const char byte : line.substr(1, end - 1)) {
    if (byte == '"' || byte == '\'') continue;
    if (!is_space(byte)) {
      name += byte;
    } else if (!name.empty() && name.back() != ' ') {
      name += ' ';
    }
  }
  return std::string{trimmed(name)};
}

class Parser {
 public:
  bool take(std::string_view line) {
    const auto words = trimmed(line);
    if (words.empty() || words.starts_with('#') || words.starts_with(';')) return true;
    const auto indent = line.find_first_not_of(" \t");
    if (value_ != nullptr && indent > indent_) return take_continuation(words);
    if (words.starts_with('[')) return take_header(words);
    indent_ = indent;
    return take_value(words);
  }

  Ini sections;

 private:
  bool take_header(std::string_view words) {
    const auto name = section_name(words);
    section_ = &sections[name];
    value_ = nullptr;
    return !name.empty();
  }

  bool take_value(std::string_view words) {
    const auto equals = words.find('=');
    name_ = lower_case(trimmed(words.substr(0, equals)));
    if (section_ == nullptr || equals == std::string_view::npos || name_.empty()) return false;
    value_ = &(*section_)[name_];
    *value_ = trimmed(words.substr(equals + 1));
    is_group_ = value_->empty();
    return true;
  }

  bool take_continuation(std::string_view words) {
    if (!is_group_) {
      value_->append("\n").append(words);
      return true;
    }
    const auto equals = words.find('=');
    if (equals == std::string_view::npos) return false;
    (*section_)[name_ + "." + lower_case(trimmed(words.substr(0, equals)))] = trimmed(words.substr(equals + 1));
    return true;
  }

  IniSection* section_{nullptr};
  std::string name_;             // of the last value that is not nested
  std::string* value_{nullptr};  // that value; nullptr before the first one of a section
  bool is_group_{false};         // it was empty, so deeper lines are nested values
  std::size_t indent_{0};
};

}  // namespace

std::expected<Ini, std::size_t> parse_ini(std::string_view text) {
  Parser parser;
  std::size_t number = 0;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    ++number;
    if (!parser.take(line)) return std::unexpected(number);
  }
  return std::move(parser.sections);
}

}  // namespace stripmeta::s3
