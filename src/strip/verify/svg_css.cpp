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
      rule_ = take_name();
      import_ = equal_ignoring_case(rule_, "import");
    } else if ((in_name(c()) && !digits.contains(c())) || at_escape()) {
      read_word();
    } else {
      punctuation();
      ++i_;
    }
  }

  void punctuation() {
    switch (c()) {
      case '{':
        in_face_ = equal_ignoring_case(rule_, "font-face");
        end_declaration();
        break;
      case '}':
        in_face_ = false;
        end_declaration();
        break;
      case ';': end_declaration(); break;
      case '[': bracket_ = true; break;
      case ']': bracket_ = false; break;
      case '(': open(""); break;
      case ')':
        attr_ = false;
        if (!leads_.empty()) leads_.pop_back();
        break;
      default: break;
    }
  }

  void end_declaration() {
    import_ = custom_ = false;
    rule_.clear();
    property_.reset();
  }

  void open(std::string_view function) {
    attr_ = function == "attr";
    if (leads_.size() < 100) {
      leads_.push_back(function == "url" || function == "src" || function == "image-set" ||
                       function == "-webkit-image-set");
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
    result_.unknown = result_.unknown || bracket_ || attr_;
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
    if (!property_) property_ = word;
    if (word.starts_with("--")) custom_ = true;
    const bool function = c() == '(';
    const bool url = function && word == "url";
    const bool named = bracket_ || attr_;
    if (function) ++i_, open(word);
    if (named) note(std::move(word));
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
    const bool leads = import_ || (!leads_.empty() && leads_.back());
    if (leads || (custom_ && text.contains(','))) found(begin, std::move(text), ended);
  }

  // A word that may be the name of an attribute.
  void note(std::string word) {
    constexpr std::size_t most = 50'000;
    if (words_.size() < most) {
      words_.insert(std::move(word));
    } else {
      result_.unknown = true;
    }
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
    punctuation();  // the bracket's end
    i_ = std::min(i_ + 1, css_.size());
    found(begin, std::move(text), ended);
  }

  void found(std::size_t at, std::string text, bool ended) {
    const bool imported = import_;
    import_ = false;
    if (imported) result_.imports = true;
    if (!is_data_uri(text)) {
      result_.relative = result_.relative || needs_base(text);
      return;
    }
    if (!ended && !result_.unended) result_.unended = at;
    result_.files.push_back({at, std::move(text), imported, in_face_ && property_ == "src"});
  }

  std::string_view css_;
  bool lines_;
  std::unordered_set<std::string>& words_;
  std::size_t i_{0};
  bool import_{false};
  std::string rule_;                     // the name behind the last `@`, before its block
  bool in_face_{false};                  // in a block of @font-face
  std::optional<std::string> property_;  // the first word of the declaration
  bool custom_{false};                   // in a custom property
  bool bracket_{false};                  // in a selector of attributes
  bool attr_{false};                     // in attr()
  std::vector<bool> leads_;              // of each open bracket: whether strings in it are addresses
  Css result_;
};

}  // namespace

bool needs_base(std::string_view address) {
  const auto target = trimmed(address);
  const auto end = target.find_first_of(":/?#");
  return !target.empty() && target.front() != '#' && (end == npos || target[end] != ':');
}

Css read_css(std::string_view css, bool lines, std::unordered_set<std::string>& words) {
  return CssReader{css, lines, words}.read();
}

}  // namespace stripmeta::verify
