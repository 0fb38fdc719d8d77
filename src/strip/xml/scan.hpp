// XML 1.0 (fifth edition) as byte ranges of the input: where its tags, attributes, texts and the rest begin and end.
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
  Range whole;  // with the whitespace before it
  Range name;
  Range value;  // without its quotes
};

enum class TokenKind : std::uint8_t { text, start_tag, end_tag, comment, cdata, instruction, doctype, end };

struct Token {
  TokenKind kind{TokenKind::end};
  Range range;        // with its delimiters
  Range inner;        // without: a tag's name, an instruction's target, the text of a comment or of CDATA
  bool empty{false};  // a start tag that is its own end: `<a/>`
};

// Hands out one token after another and holds the document to what XML calls well-formed, as far as cutting relies on
// it: tags nest and match, one root, nothing but comments, instructions and whitespace around it, references are whole,
// attributes are parted by whitespace. Names are ASCII by the letter, any byte past it is a part of a name. Entities
// are not expanded. Linear in the input; elements nest at most `max_depth` deep.
class Scanner {
 public:
  static constexpr std::size_t max_depth = 1000;

  // `text` must outlive the scanner.
  explicit Scanner(std::string_view text) : text_(text) {}

  // The next token, of kind `end` behind the last one. Errors: `truncated` where the input ends within something,
  // `malformed` where it is not well-formed, `unsupported` for another encoding than those that hold ASCII as it is,
  // and what read_doctype() refuses.
  std::expected<Token, Error> next();

  // Of the last start tag.
  const std::vector<Attribute>& attributes() const { return attributes_; }
  // Of the token of kind `doctype`, and empty before.
  const Doctype& doctype() const { return doctype_; }
  // How many elements are open behind the last token; that of a start tag with `empty` is not.
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
  std::vector<Range> open_;  // names of the elements that are open
  std::vector<Attribute> attributes_;
  Doctype doctype_;
};

}  // namespace stripmeta::xml
