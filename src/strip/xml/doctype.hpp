// The document type declaration (XML 1.0, 2.8) and its internal subset: its comments and instructions, and its
// entities.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "strip/base/byte_range.hpp"
#include "strip/xml/syntax.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::xml {

// A text with its references resolved, and where each part of it came from in the input.
class Decoded {
 public:
  const std::string& text() const { return text_; }
  // The part of the input that `part` of the text came from. Empty if an entity gave some of it, if it begins or ends
  // within the character of a reference, or if it spans two pieces that were added separately.
  Range source(Range part) const;
  // The parts of the input that `part` of the text came from, in order, joined where they meet. nullopt if `part`
  // begins or ends within what a reference stands for.
  std::optional<std::vector<Range>> sources(Range part) const;

 private:
  friend class Entities;
  enum class From : std::uint8_t { input, character /* reference */, entity };
  struct Step {
    std::size_t at;      // in text_
    std::size_t source;  // the offset in the input of what became the text from `at` on
    From from;           // `input` means byte for byte
    bool begins;         // whether this step begins a piece
  };
  std::string text_;
  std::vector<Step> steps_;
};

// The general entities of an internal subset.
class Entities {
 public:
  // Of several declarations of a name, the first one counts (4.2). Both texts must outlive this.
  void add(std::string_view name, std::string_view value) { values_.emplace(name, value); }

  // Appends `piece`, which is at `offset` in the input, to `to` and resolves its references; references to undeclared
  // entities stay. Errors: `unsupported` if entities expand to more than 16 MiB in all, nest deeper than 8, or have an
  // ampersand that does not start a reference; `too_large` for more than a million references.
  std::expected<void, Error> decode(std::string_view piece, std::size_t offset, Decoded& to);
  // Appends text that cannot contain references, such as CDATA.
  static void add_literal(std::string_view piece, std::size_t offset, Decoded& to);

 private:
  // Both return an error message, or "".
  std::string_view resolve(std::string_view name, std::string& out, int nesting);
  std::string_view expand(std::string_view value, std::string& out, int nesting);

  std::unordered_map<std::string_view, std::string_view> values_;
  std::size_t expanded_{0};  // bytes of all expanded references so far
};

// A default value that a declaration gives to an attribute (3.3).
struct AttributeDefault {
  Range whole;  // with the white space before it
  std::string_view name;
  Range type;  // "CDATA", "(a | b)"
  std::string_view value;
};

// A declaration of the internal subset.
struct Declaration {
  Range range;
  bool entity{false};
  std::string_view name;   // of the entity; of the element whose attributes are declared; else ""
  std::string_view value;  // of the entity
  std::vector<AttributeDefault> defaults;
  std::vector<Range> idle;  // declarations of attributes without a default value
  std::string_view fault;   // why the file is `unsupported` if the declaration stays; "" if it can stay
};

struct Doctype {
  Range range;                  // `<!DOCTYPE` to `>`
  Range name;                   // of the root element
  Range external;               // the external identifier (4.2.2), from `PUBLIC` or `SYSTEM`; empty if there is none
  std::vector<Range> comments;  // of the internal subset
  std::vector<Range> instructions;  // likewise
  std::vector<Declaration> declarations;
  Entities entities;
};

// Reads the declaration at `at`. Errors: `truncated`; `malformed`; `unsupported` for parameter entities. Entities that
// are external or have markup or an embedded file, and attribute defaults with a namespace, have a `fault`.
std::expected<Doctype, Error> read_doctype(std::string_view text, std::size_t at);

}  // namespace stripmeta::xml
