// XML namespaces as an SVG has them (Namespaces in XML 1.0): which of them show a picture, and what a prefix stands
// for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "strip/base/byte_range.hpp"

namespace stripmeta::svg {

enum class Space : std::uint8_t {
  none,    // no namespace
  svg,     // SVG 2, 2.2
  host,    // what belongs to SVG's documents: XLink, XML itself, XHTML, MathML, XML Events
  html,    // XHTML
  rdf,     // RDF, Dublin Core, Creative Commons, XMP
  editor,  // of an editor that is known
  unknown,
};

Space space_of(std::string_view uri);

struct Name {
  std::string_view prefix;  // "" where there is none
  std::string_view local;
};
Name split_name(std::string_view name);

// A declaration `xmlns="..."` or `xmlns:prefix="..."`.
struct Declaration {
  std::string_view prefix;
  Space space{Space::none};
  Range whole;       // with the whitespace before it
  bool used{false};  // by a name that stays
};

// The declarations that are in force, element by element.
class Scopes {
 public:
  void enter() { marks_.push_back(declarations_.size()); }
  void declare(std::string_view prefix, Space space, Range whole);
  // The declarations of the element that ends, valid until the next enter().
  std::vector<Declaration> leave();

  // The namespace of a prefix, marked as used where `stays`; none where it is not declared. "" is the default one.
  std::optional<Space> find(std::string_view prefix, bool stays);

 private:
  std::vector<std::size_t> marks_;
  std::vector<Declaration> declarations_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_prefix_;  // into declarations_, innermost last
};

}  // namespace stripmeta::svg
