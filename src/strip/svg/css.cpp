#include "strip/svg/css.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "strip/base/ascii.hpp"
#include "strip/base/data_uri.hpp"
#include "strip/base/utf8.hpp"

namespace stripmeta::svg {
namespace {

bool is_line_end(char c) {
  return c == '\n' || c == '\r' || c == '\f';
}
bool is_blank_char(char c) {
  return c == ' ' || c == '\t' || is_line_end(c);
}
bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_name(char c) {
  return is_name_start(c) || is_digit(c) || c == '-';
}

std::uint32_t hex_value(char c) {  // 16 if it is not a digit
  if (is_digit(c)) return static_cast<std::uint32_t>(c - '0');
  const char small = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  return small >= 'a' && small <= 'f' ? static_cast<std::uint32_t>(small - 'a') + 10 : 16;
}

std::string small(std::string word) {
  std::ranges::transform(word, word.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return word;
}

// Whether a word is a pseudo-class that judges an element's place, whatever else it may be.
bool judges_place(std::string_view word) {
  constexpr auto fronts = std::to_array<std::string_view>({"nth-", "first-", "last-", "only-", "empty", "has"});
  return std::ranges::any_of(fronts,
                             [&](auto front) { return equal_ignoring_case(word.substr(0, front.size()), front); });
}

bool takes_strings(std::string_view function) {
  constexpr std::array<std::string_view, 4> names{"url", "src", "image-set", "-webkit-image-set"};
  return std::ranges::any_of(names, [&](auto name) { return equal_ignoring_case(name, function); });
}

class StyleReader {
 public:
  StyleReader(std::string_view style, Sheet sheet) : style_(style), lines_(sheet == Sheet::whole) {}

  StyleParts read() {
    while (at_ < style_.size() && !parts_.too_many) token();
    return std::move(parts_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < style_.size() ? style_[at_ + ahead] : '\0'; }
  bool ahead(std::string_view word) const { return style_.substr(at_, word.size()) == word; }
  bool is_break(char c) const { return lines_ && is_line_end(c); }
  bool escape_starts() const { return peek() == '\\' && at_ + 1 < style_.size() && !is_break(peek(1)); }

  void token() {
    const char c = peek();
    if (ahead("/*")) return comment();
    if (c == '"' || c == '\'') return string();
    if (is_digit(c) || c == '#') return number();
    if (c == '@') return at_rule();
    if (c == '[' || c == ']') brackets_ = c == '[';
    if (is_name_start(c) || c == '-' || escape_starts()) return word();
    if (c == ';' || c == '{' || c == '}') end_declaration(c);
    if ((c == '+' || c == '~') && !brackets_) parts_.places = true;
    if (c == '(') begin_function({});
    if (c == ')') end_function();
    ++at_;
  }

  void end_declaration(char c) {
    if (c == '{') face_ = at_face_;
    if (c == '}') face_ = false;
    imports_ = custom_ = at_face_ = source_ = false;
    begins_ = true;
  }

  void comment() {
    const auto begin = at_ + 2;
    const auto end = style_.find("*/", begin);
    const Range comment{begin, std::min(end, style_.size())};
    if (comment.size() > 0) put(parts_.comments, comment);
    at_ = end == std::string_view::npos ? style_.size() : end + 2;
  }

  // A number with its unit, or `#` with its name: no function's name.
  void number() {
    ++at_;
    while (at_ < style_.size() && (is_name(peek()) || peek() == '.' || peek() == '%' || escape_starts())) {
      if (peek() == '\\') {
        std::string unused;
        escape(unused);
      } else {
        ++at_;
      }
    }
  }

  // Reads an escape (4.3.7) and appends its character.
  void escape(std::string& to) {
    ++at_;
    std::uint32_t code = 0;
    int digits = 0;
    for (; digits < 6 && hex_value(peek()) < 16; ++digits) code = code * 16 + hex_value(style_[at_++]);
    if (digits == 0) {
      to += style_[at_++];
    } else {
      put_utf8(to, code);
      if (ahead("\r\n")) ++at_;
      if (at_ < style_.size() && is_blank_char(peek())) ++at_;
    }
  }

  std::string name(bool& escaped) {
    std::string name;
    while (at_ < style_.size() && (is_name(peek()) || escape_starts())) {
      if (peek() == '\\') {
        escaped = true;
        escape(name);
      } else {
        name += style_[at_++];
      }
    }
    return name;
  }

  void word() {
    bool escaped = false;
    const auto begin = at_;
    const auto word = name(escaped);
    if (at_ == begin) ++at_;
    if (brackets_ || attributes_) name_of_attribute(word, escaped);
    if (begins_) source_ = face_ && equal_ignoring_case(word, "src");
    begins_ = false;
    if (word.starts_with("--")) custom_ = true;
    parts_.places = parts_.places || judges_place(word);
    if (peek() != '(') return;
    ++at_;
    begin_function(word);
    if (!equal_ignoring_case(word, "url")) return;
    while (at_ < style_.size() && is_blank_char(peek())) ++at_;
    if (peek() != '"' && peek() != '\'') bare_address();
  }

  void at_rule() {
    ++at_;
    bool escaped = false;
    const auto rule = name(escaped);
    imports_ = equal_ignoring_case(rule, "import");
    at_face_ = equal_ignoring_case(rule, "font-face");
  }

  void name_of_attribute(const std::string& name, bool escaped) {
    constexpr std::size_t most = 100'000;
    if (escaped || parts_.names.size() == most) {
      parts_.unread_names = true;
    } else {
      parts_.names.push_back(small(name));
    }
  }

  // Only the functions that are open to a small depth are told apart.
  void begin_function(std::string_view name) {
    attributes_ = equal_ignoring_case(name, "attr");
    constexpr std::size_t deepest = 100;
    if (functions_.size() < deepest) functions_.push_back(takes_strings(name));
  }
  void end_function() {
    attributes_ = false;
    if (!functions_.empty()) functions_.pop_back();
  }

  template <typename Part>
  void put(std::vector<Part>& list, Part part) {
    constexpr std::size_t most = 1'000'000;
    parts_.too_many = list.size() == most;
    if (!parts_.too_many) list.push_back(std::move(part));
  }

  // A string (4.3.5). A line end within it makes it invalid.
  void string() {
    const char quote = style_[at_++];
    Address address{{at_, at_}, {}, false, imports_, source_, false};
    while (at_ < style_.size() && peek() != quote && !is_break(peek())) {
      if (peek() != '\\') {
        address.text += style_[at_++];
      } else {
        address.escaped = true;
        if (escape_starts()) {
          escape(address.text);
        } else {
          ++at_;
          if (ahead("\r\n")) ++at_;
          if (at_ < style_.size()) ++at_;
        }
      }
    }
    address.range.end = at_;
    address.complete = peek() == quote && at_ < style_.size();
    if (address.complete) ++at_;
    const bool leads = imports_ || (!functions_.empty() && functions_.back());
    if (leads || (custom_ && is_data_uri(address.text) && address.text.contains(','))) add(std::move(address));
  }

  // What is in url() without quotes (4.3.6).
  void bare_address() {
    Address address{{at_, at_}, {}, false, imports_, source_, true};
    while (at_ < style_.size() && peek() != ')' && !is_blank_char(peek())) {
      const char c = peek();
      if (c == '"' || c == '\'' || c == '(' || (c == '\\' && !escape_starts())) address.complete = false;
      if (escape_starts()) {
        address.escaped = true;
        escape(address.text);
      } else {
        address.text += style_[at_++];
      }
    }
    address.range.end = at_;
    while (at_ < style_.size() && is_blank_char(peek())) ++at_;
    address.complete = address.complete && peek() == ')';
    while (at_ < style_.size() && peek() != ')') at_ += escape_starts() ? 2 : 1;
    end_function();
    at_ = std::min(at_ + 1, style_.size());
    add(std::move(address));
  }

  void add(Address address) {
    imports_ = false;
    if (!is_blank(address.text)) put(parts_.addresses, std::move(address));
  }

  std::string_view style_;
  bool lines_;
  std::size_t at_{0};
  std::vector<bool> functions_;  // that are open: whether a string in them is an address
  bool imports_{false};
  bool custom_{false};      // in a declaration of a custom property
  bool at_face_{false};     // behind `@font-face` (CSS Fonts 4, section 4), before its block
  bool face_{false};        // in its block
  bool source_{false};      // in its descriptor src
  bool begins_{true};       // before the first word of a declaration
  bool brackets_{false};    // in an attribute selector (Selectors 4, section 6)
  bool attributes_{false};  // in attr()
  StyleParts parts_;
};

}  // namespace

StyleParts read_style(std::string_view style, Sheet sheet) {
  return StyleReader{style, sheet}.read();
}

}  // namespace stripmeta::svg
