// Reads a style sheet of a clean SVG (CSS Syntax Module Level 3).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace stripmeta::verify {

struct CssFile {
  std::size_t offset;
  std::string uri;  // data:, with escapes resolved
  bool imported;    // by @import
  bool font;        // in the src of an @font-face
};

struct Css {
  std::optional<std::size_t> comment;  // the first character in a comment
  std::optional<std::size_t> unended;  // a data: URI whose end is not certain
  std::vector<CssFile> files;
  bool imports{false};   // something that is elsewhere
  bool relative{false};  // an address needs a base
  bool unknown{false};   // names of attributes that are not among the words
};

// Whether an address has no scheme and is no fragment, so that a base may change where it leads (RFC 3986, 4.2).
bool needs_base(std::string_view address);

// `lines` says whether line ends end a string; in an attribute they are spaces. Words that may be names of
// attributes are added to `words`, in small letters.
Css read_css(std::string_view css, bool lines, std::unordered_set<std::string>& words);

}  // namespace stripmeta::verify
