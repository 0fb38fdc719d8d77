// The names that SVG gives a meaning to (SVG 1.1, SVG 2, SVG Tiny 1.2), and those of HTML and MathML inside of it.
// Whatever has another name shows nothing. Names are compared without case, since HTML's parser corrects it.
#pragma once

#include <string_view>

#include "strip/svg/names.hpp"

namespace stripmeta::svg {

// Whether SVG has an element of this name.
bool is_element(std::string_view local);
// Whether the text of an SVG element of this name is shown or read: text, style, script, title.
bool holds_text(std::string_view local);
// Whether an HTML element of this name does something outside of a foreignObject.
bool works_outside_of_html(std::string_view local);

// Whether an element of `space` may have an attribute of this name, which has no prefix. `data-` attributes and
// attributes of elements of unknown namespaces other than id and class are not among them.
bool is_attribute(Space space, std::string_view local);
// Whether an SVG element of this name reads href.
bool reads_href(std::string_view element);
// Whether an attribute names a file or a page: href, src, poster.
bool is_address(std::string_view local);
// Whether the value of an attribute is read as CSS or as a part of it, so that it may have comments.
bool is_style(std::string_view local);
// Whether an attribute is text for people, as a title is: aria-label.
bool is_label(Space space, std::string_view local);

// Whether a prefixed attribute of XLink, XML or XML Events has a meaning.
bool is_prefixed_attribute(Space space, std::string_view local);
// Whether an attribute of SVG, XLink or XML that has few possible values has one of them. True for all others.
bool is_possible_value(Space space, std::string_view local, std::string_view value);

}  // namespace stripmeta::svg
