#include "strip/verify/svg_css.hpp"

#include <algorithm>
#include <array>

#include "strip/base/ascii.hpp"
#include "strip/base/data_uri.hpp"
#include "strip/base/utf8.hpp"

namespace stripmeta::verify {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::string_view digits = "0123456789";
constexpr std::string_view hex = "0123456789abcdefABCDEF";
constexpr std::string_view blanks = " \t\r\n\f";

bool in_name(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         digits.contains(c) || c == '_' || c == '-';
}

class CssReader {
 public:
  CssReader(std::string_view css, bool lines, std::unordered_set<std::string>& words)
      : css_(css), lines_(lines), words_(words) {}

  Css read() {
    while (i_ < css_.size()) next();
    return std::move(result_);
  }

 private:
  char c() const { return i_ < css_.size() ? css_[i_] : '\0'; }
  bool line_end(std::size_t at) const {
    return lines_ && at < css_.size() && (css_[at] == '\n' || css_[at] == '\r' || css_[at] == '\f');
  }
  bool at_escape() const { return c() == '\\' && i_ + 1 < css_.size() && !line_end(i_ + 1); }

  void next() {
    if (css_.substr(i_, 2) == "/*") {
      skip_comment();
    } else if (c() == '"' || c() == '\'') {
      read_string();
    } else if (digits.contains(c()) || c() == '#') {
      ++i_;
      for (std::string unused; in_name(c()) || c() == '.' || c() == '%' || at_escape();) take(unused);
    } else if (c() == '@') {
      ++i_;
      import_ = equal_ignoring_case(take_name(), "import");
    } else if ((in_name(c()) && !digits.contains(c())) || at_escape()) {
      read_word();
    } else {
      if (c() == ';' || c() == '{') import_ = false;
      ++i_;
    }
  }

  void skip_comment() {
    const auto begin = i_ + 2;
    const auto end = css_.find("*/", begin);
    if (begin < std::min(end, css_.size()) && !result_.comment) result_.comment = begin;
    i_ = end == npos ? css_.size() : end + 2;
  }

  // Takes one character of a name or a text; an escape gives the character that it stands for.
  void take(std::string& to) {
    if (!at_escape()) return void(to += css_[i_++]);
    result_.escapes = true;
    ++i_;
    const auto number = css_.substr(i_, 6);
    const auto length = std::min(number.find_first_not_of(hex), number.size());
    if (length == 0) return void(to += css_[i_++]);
    std::uint32_t code = 0;
    for (const char digit : number.substr(0, length)) {
      const auto value = std::string_view{"0123456789abcdef"}.find(
          digit >= 'A' && digit <= 'F' ? static_cast<char>(digit + 32) : digit);
      code = code * 16 + static_cast<std::uint32_t>(value);
    }
    put_utf8(to, code);
    i_ += length;
    if (css_.substr(i_, 2) == "\r\n") ++i_;
    if (i_ < css_.size() && blanks.contains(c())) ++i_;
  }

  std::string take_name() {
    std::string name;
    while (i_ < css_.size() && (in_name(c()) || at_escape())) take(name);
    return name;
  }

  void read_word() {
    auto word = take_name();
    std::ranges::transform(word, word.begin(),
                           [](char l) { return l >= 'A' && l <= 'Z' ? static_cast<char>(l + 32) : l; });
    const bool url = word == "url" && c() == '(';
    words_.insert(std::move(word));
    if (c() == '(') ++i_;
    if (!url) return;
    while (i_ < css_.size() && blanks.contains(c())) ++i_;
    if (c() != '"' && c() != '\'') read_bare();
  }

  void read_string() {
    const char quote = css_[i_++];
    const auto begin = i_;
    std::string text;
    while (i_ < css_.size() && c() != quote && !line_end(i_)) {
      if (c() != '\\' || at_escape()) {
        take(text);
      } else {
        i_ += css_.substr(i_ + 1, 2) == "\r\n" ? 3 : 2;
      }
    }
    i_ = std::min(i_, css_.size());
    const bool ended = i_ < css_.size() && c() == quote;
    if (ended) ++i_;
    found(begin, std::move(text), ended);
  }

  void read_bare() {
    const auto begin = i_;
    std::string text;
    bool ended = true;
    while (i_ < css_.size() && c() != ')' && !blanks.contains(c())) {
      if (std::string_view{"\"'("}.contains(c()) || (c() == '\\' && !at_escape())) ended = false;
      take(text);
    }
    while (i_ < css_.size() && blanks.contains(c())) ++i_;
    ended = ended && i_ < css_.size() && c() == ')';
    while (i_ < css_.size() && c() != ')') i_ += at_escape() ? 2 : 1;
    i_ = std::min(i_ + 1, css_.size());
    found(begin, std::move(text), ended);
  }

  void found(std::size_t at, std::string text, bool ended) {
    const bool imported = import_;
    import_ = false;
    if (imported) result_.imports = true;
    if (!is_data_uri(text)) return;
    if (!ended && !result_.unended) result_.unended = at;
    result_.files.push_back({at, std::move(text), imported});
  }

  std::string_view css_;
  bool lines_;
  std::unordered_set<std::string>& words_;
  std::size_t i_{0};
  bool import_{false};
  Css result_;
};

}  // namespace

Css read_css(std::string_view css, bool lines, std::unordered_set<std::string>& words) {
  return CssReader{css, lines, words}.read();
}

}  // namespace stripmeta::verify
