// Whether a text is an SVG, by what stands before its root element and by that element's name.
#pragma once

#include <cstddef>
#include <cstdint>

#include "strip/base/bytes.hpp"

namespace stripmeta::svg {

// Bytes that decide at the latest; an SVG whose root element starts behind them is none for us.
inline constexpr std::size_t prolog_limit = 64U << 10U;

enum class Looks : std::uint8_t {
  nothing,  // no markup
  maybe,    // more bytes decide
  svg,      // a root element `svg`, whatever its prefix; its namespace is not looked at
  html,
  xml,  // with another root element
};

// Says of a longer beginning the same as of a shorter one, but for `maybe`.
Looks sniff(Bytes front);

}  // namespace stripmeta::svg
