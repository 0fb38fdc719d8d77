// SVG 1.1 and 2: metadata are cut out of the text as ranges of bytes; everything else stays byte for byte.
//
// An SVG is XML 1.0 whose root element is `svg`. It begins with an optional XML declaration and document type. Editors
// mix elements and attributes of their own namespaces into it. Images, fonts and style sheets can be embedded as data:
// URIs in attributes, style attributes and style elements.
//
// Goes: `metadata` elements and RDF; elements, attributes and namespace declarations of editors and of unknown
// namespaces; elements and attributes that SVG does not have (vocabulary.hpp); texts where none is shown; `title` and
// `desc` if the policy does not keep them or a program wrote them (notes.hpp); comments, also in CSS (css.hpp);
// processing instructions other than `xml-stylesheet`; declarations of the document type that nothing uses. An embedded
// file is judged by its content: an image is stripped by the grammar of its format and written back in the same
// encoding. Scripts, fonts and external links stay, and are reported.
//
// Traps: a prefix means only what its declaration says, and a declaration can go only if nothing that stays uses it.
// Browsers show the text of unknown elements inside `foreignObject`, so those stay. Scripts and selectors of style
// sheets may read attributes that SVG does not know, so these are judged last. Entities could hide markup or a data:
// URI, so the document type is read, and the file is refused if an entity in use cannot be followed (see
// xml/doctype.hpp). A comment inside a `script` element stays with it. A cut may join two texts, which must not form
// `]]>`. SVGs may be embedded in each other at most four deep, and elements nested a thousand deep.
//
// Errors: `malformed` if the file is not well-formed or a prefix is not declared; `truncated`; `unsupported` for what
// cannot be stripped reliably. docs/formats/svg.md has the full list.
//
// SVG 2: 2.2 namespace, 5.10 metadata; XML 1.0; Namespaces in XML 1.0.
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
