// Recognises an SVG by its prolog and the name of its root element.
#pragma once

#include <cstddef>
#include <cstdint>

#include "strip/base/bytes.hpp"

namespace stripmeta::svg {

// How many bytes are read at most. A file whose root element starts later is not recognised as an SVG.
inline constexpr std::size_t prolog_limit = 64U << 10U;

enum class Looks : std::uint8_t {
  nothing,  // not markup
  maybe,    // more bytes are needed
  svg,      // the root element is `svg` with any prefix; its namespace is not checked
  html,
  xml,  // another root element
};

// Once the result is not `maybe`, a longer prefix gives the same one.
Looks sniff(Bytes front);

}  // namespace stripmeta::svg
