// Splits XML 1.0 (fifth edition) into tokens, which are byte ranges of the input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <vector>

#include "strip/base/byte_range.hpp"
#include "strip/xml/doctype.hpp"
#include "strip/xml/syntax.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::xml {

struct Attribute {
  Range whole;  // with the white space before it
  Range name;
  Range value;  // without its quotes
};

enum class TokenKind : std::uint8_t { text, start_tag, end_tag, comment, cdata, instruction, doctype, end };

struct Token {
  TokenKind kind{TokenKind::end};
  Range range;        // with its delimiters
  Range inner;        // a tag's name, an instruction's target, or the text of a comment or a CDATA section
  bool empty{false};  // an empty-element tag: `<a/>`
};

// Returns one token after another. It checks well-formedness as far as a caller that cuts the text relies on it: tags
// nest and match; there is one root element, with only comments, instructions and white space around it; references are
// complete; white space separates attributes. All bytes above ASCII count as letters of names. Entities are not
// expanded. Time is linear in the input; elements nest at most `max_depth` deep.
class Scanner {
 public:
  static constexpr std::size_t max_depth = 1000;

  // `text` must outlive the scanner.
  explicit Scanner(std::string_view text) : text_(text) {}

  // The next token; after the last one, a token of kind `end`. Errors: `truncated` if the input ends too early,
  // `malformed` if it is not well-formed, `unsupported` for an encoding that is not a superset of ASCII, and the errors
  // of read_doctype().
  std::expected<Token, Error> next();

  // The attributes of the last start tag.
  const std::vector<Attribute>& attributes() const { return attributes_; }
  // The document type; empty until next() has returned the token of kind `doctype`.
  const Doctype& doctype() const { return doctype_; }
  // The name of the root element; empty before its start tag.
  Range root() const { return root_; }
  // The number of open elements after the last token. An empty-element tag leaves none open.
  std::size_t depth() const { return open_.size(); }

 private:
  std::expected<Token, Error> first();
  std::expected<Token, Error> markup();
  std::expected<Token, Error> text();
  std::expected<Token, Error> start_tag();
  std::expected<Token, Error> end_tag();
  std::expected<Token, Error> instruction();
  std::expected<Token, Error> read_doctype_token();
  std::expected<Token, Error> delimited(TokenKind kind, std::string_view opening, std::string_view closing);
  std::expected<Token, Error> at_end() const;
  std::expected<void, Error> read_attributes();
  std::expected<Attribute, Error> read_attribute(std::size_t space);

  std::string_view text_;
  std::size_t at_{0};
  bool begun_{false};
  bool root_seen_{false};
  Range root_;
  std::vector<Range> open_;  // names of the open elements
  std::vector<Attribute> attributes_;
  Doctype doctype_;
};

}  // namespace stripmeta::xml
