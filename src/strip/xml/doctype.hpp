// The document type declaration (XML 1.0, 2.8) with its internal subset: what in it can go, and the entities it has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "strip/base/byte_range.hpp"
#include "strip/xml/syntax.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::xml {

// A text after its references were resolved, with the way back to the input.
class Decoded {
 public:
  const std::string& text() const { return text_; }
  // The part of the input that `part` of the text came from; empty where an entity gave any of it, or where it runs
  // over the end of a piece that was added.
  Range source(Range part) const;

 private:
  friend class Entities;
  enum class From : std::uint8_t { input, character /* a reference to one */, entity };
  struct Step {
    std::size_t at;      // in text_
    std::size_t source;  // offset in the input of what gave the text from `at` on
    From from;           // input: byte for byte
    bool begins;         // a piece
  };
  std::string text_;
  std::vector<Step> steps_;
};

// The general entities of an internal subset.
class Entities {
 public:
  // The first declaration of a name binds (4.2).
  void add(std::string_view name, std::string_view value) { values_.emplace(name, value); }

  // Appends `piece`, which stands at `offset` of the input, to `to`, its references resolved; those to entities that
  // are not declared stay as they are. Error `unsupported`: what entities gave in all is longer than 16 MiB or nests
  // deeper than 8; `too_large`: over a million references.
  std::expected<void, Error> decode(std::string_view piece, std::size_t offset, Decoded& to);
  // Appends what is none of XML's markup, such as CDATA.
  static void add_literal(std::string_view piece, std::size_t offset, Decoded& to);

 private:
  // Both answer what is wrong, "" where nothing is.
  std::string_view resolve(std::string_view name, std::string& out, int nesting);
  std::string_view expand(std::string_view value, std::string& out, int nesting);

  std::unordered_map<std::string_view, std::string_view> values_;
  std::size_t given_{0};  // bytes, by all references
};

struct Doctype {
  Range range;                      // `<!DOCTYPE` to `>`
  std::vector<Range> comments;      // in the internal subset
  std::vector<Range> instructions;  // likewise
  Entities entities;
};

// Reads the declaration that starts at `at`. Errors: `truncated`; `malformed`; `unsupported` for external entities,
// parameter entities, entities that hold markup or an embedded file, and attributes' defaults that declare namespaces.
std::expected<Doctype, Error> read_doctype(std::string_view text, std::size_t at);

}  // namespace stripmeta::xml
