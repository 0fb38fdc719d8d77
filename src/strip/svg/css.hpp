// Reads CSS as far as something can hide in it (CSS Syntax Module Level 3, section 4): comments, addresses, and the
// names in selectors of attributes and in attr().
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "strip/base/byte_range.hpp"

namespace stripmeta::svg {

struct Address {
  Range range;       // of the style sheet: what is between the quotes or the brackets
  std::string text;  // with escapes resolved
  bool escaped{false};
  bool imports{false};  // by @import: it leads to a style sheet
  bool font{false};     // in the src of an @font-face: it leads to a font
  bool complete{true};  // false if it has no end or is not valid, so that browsers may not read it as an address
};

struct StyleParts {
  std::vector<Range> comments;     // what is between `/*` and `*/`, if anything is; the last one may have no end
  std::vector<Address> addresses;  // of url(), @import and image-set(), and data: URIs in custom properties
  std::vector<std::string> names;  // in selectors of attributes and in attr(), in small letters
  bool unread_names{false};        // a name has escapes, or there are too many of them
  bool places{false};              // selectors may judge an element's place among its siblings (Selectors 4, 13 to 15)
  bool too_many{false};            // comments or addresses, so that not all of them are here
};

enum class Sheet : bool { whole, attribute /* whose line ends are spaces (XML 1.0, 3.3.3) */ };

// Time is linear in the length of the text. The result refers to positions in it.
StyleParts read_style(std::string_view style, Sheet sheet);

}  // namespace stripmeta::svg
