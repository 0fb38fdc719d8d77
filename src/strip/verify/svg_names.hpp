// The names that a clean SVG may have.
#pragma once

#include <cstdint>
#include <string_view>

namespace stripmeta::verify {

enum class Vocabulary : std::uint8_t { svg, html, math, xlink, xml, events, other /* in a foreignObject */, editor };

Vocabulary vocabulary_of(std::string_view uri);
bool is_usual_namespace_prefix(std::string_view prefix);

// What diagrams.net writes beside a diagram into the root element.
bool is_of_diagram(std::string_view local);

bool may_be_element(Vocabulary of, std::string_view local);  // where no HTML is expected
bool may_have_text(std::string_view local);
bool may_be_attribute(Vocabulary of, std::string_view local);
bool may_be_prefixed(Vocabulary of, std::string_view local);
bool is_label(Vocabulary of, std::string_view local);  // an attribute that is text for people
// False if an attribute with few possible values has none of them.
bool may_be_value(Vocabulary of, std::string_view local, std::string_view value);
bool may_have_address(std::string_view element);  // href, of an SVG element
bool holds_address(std::string_view attribute);
bool holds_css(std::string_view attribute);

}  // namespace stripmeta::verify
