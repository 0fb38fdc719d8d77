// The bytes of XML: ranges of them, and what its grammar calls space and name.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

#include "stripmeta/error.hpp"

namespace stripmeta::xml {

struct Range {
  std::size_t begin{0};
  std::size_t end{0};

  std::size_t size() const { return end - begin; }
  std::string_view of(std::string_view text) const { return text.substr(begin, size()); }
};

inline std::unexpected<Error> broken(ErrorKind kind, std::size_t offset, std::string_view message) {
  return std::unexpected(Error{kind, std::string{message}, offset});
}

bool is_space(char c);                 // XML 1.0, 2.3 [3]
bool is_blank(std::string_view text);  // nothing but space
std::string_view trimmed(std::string_view text);
bool is_name_start(char c);  // [4], bytes past ASCII all included
bool is_name_char(char c);   // [4a], likewise
std::size_t skip_space(std::string_view text, std::size_t at);
std::size_t name_end(std::string_view text, std::size_t at);  // `at` where no name starts there

// Letters of ASCII alike in both cases.
bool same_word(std::string_view a, std::string_view b);
// Where `word` stands in `text` from `from` on, letters of ASCII in either case; npos where it does not.
std::size_t find_word(std::string_view text, std::string_view word, std::size_t from = 0);

// Holds each '&' to be the start of a whole reference (4.1 [66], [68]). `offset` is that of `text` in the input.
std::expected<void, Error> check_references(std::string_view text, std::size_t offset);

}  // namespace stripmeta::xml
