// SVG (SVG 1.1 and 2), read as a whole: metadata are cut out as ranges of bytes, everything else stays byte for byte.
//
// An SVG is XML 1.0 whose root element is `svg`. Editors mix elements and attributes of their own namespaces into it,
// and images, fonts and style sheets can be embedded as data: URIs in attributes, style attributes and style elements.
//
// Removed: `metadata` elements (SVG 2, 5.10), RDF, elements, attributes and namespace declarations of editors and of
// unknown namespaces, `title` and `desc` unless the policy keeps them, comments, processing instructions other than
// `xml-stylesheet`, and the diagram source that diagrams.net puts on the root element. Embedded images are stripped by
// the grammar of their format and written back in the same encoding. Kept and reported: scripts and external links.
//
// Traps: a prefix means only what its declaration says, and a declaration can go only if nothing that stays uses it.
// Browsers show the text of unknown elements inside `foreignObject`, so those stay. Entities could hide markup or a
// data: URI, so the document type is read and what cannot be followed is refused (see xml/doctype.hpp). A comment
// inside a `style` or `script` element is part of it. Two texts that a cut joins must not form `]]>`. SVGs nest at most
// four deep, and elements a thousand.
//
// Errors: `malformed` if it is not well-formed or a prefix is not declared; `truncated`; `unsupported` for what cannot
// be stripped reliably. docs/formats/svg.md has the full list.
#pragma once

#include "strip/grammar/whole.hpp"
#include "strip/svg/cut.hpp"

namespace stripmeta {

class SvgGrammar final : public WholeGrammar {
 public:
  explicit SvgGrammar(const svg::Engine& engine) : engine_(engine) {}

  Format format() const override { return Format::svg; }

  Status check_prefix(Bytes /*front*/) override { return {}; }  // detection has seen the root element

 protected:
  Status strip(Bytes input, Output& out) override { return svg::cut_svg(input, {engine_}, out); }

 private:
  const svg::Engine& engine_;
};

}  // namespace stripmeta
