// The namespaces in an SVG (Namespaces in XML 1.0): which ones belong to the picture, and what each prefix means.
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
  none,  // no namespace
  svg,   // SVG 2, 2.2
  xlink,
  xml,  // attributes such as xml:space
  events,
  math,    // MathML
  html,    // XHTML
  rdf,     // RDF, Dublin Core, Creative Commons, XMP
  editor,  // of a known editor
  unknown,
};

Space space_of(std::string_view uri);

// Whether names of this namespace can belong to the picture.
constexpr bool is_shown(Space space) {
  return space != Space::rdf && space != Space::editor && space != Space::unknown;
}
// Whether a prefix is one that everybody writes for the namespace, so that it says nothing if it is declared unused.
bool is_usual_prefix(std::string_view prefix);

// A declaration `xmlns="..."` or `xmlns:prefix="..."`.
struct Declaration {
  std::string_view prefix;
  Space space{Space::none};
  Range whole;       // with the white space before it
  bool used{false};  // a name that is kept uses it
};

// The declarations in force, element by element.
class Scopes {
 public:
  void enter() { marks_.push_back(declarations_.size()); }
  void declare(std::string_view prefix, Space space, Range whole);
  // The declarations of the element that ends.
  std::vector<Declaration> leave();

  // The namespace of a prefix ("" is the default one); nullopt if it is not declared. `stays` marks it as used.
  std::optional<Space> find(std::string_view prefix, bool stays);

 private:
  std::vector<std::size_t> marks_;
  std::vector<Declaration> declarations_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_prefix_;  // into declarations_, innermost last
};

}  // namespace stripmeta::svg
