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
  none,    // no namespace
  svg,     // SVG 2, 2.2
  host,    // a companion of SVG: XLink, XML itself, MathML, XML Events
  html,    // XHTML
  rdf,     // RDF, Dublin Core, Creative Commons, XMP
  editor,  // of a known editor
  unknown,
};

Space space_of(std::string_view uri);

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
