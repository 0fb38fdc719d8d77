// Files within an SVG: what becomes of a data: URI.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "strip/grammar/grammar.hpp"

namespace stripmeta::svg {

// Images within images within images: how deep SVGs are stripped.
inline constexpr int max_embedding = 4;

// Strips the file in a data: URI under the same policy. The address of what is left, none where that is the same file,
// byte for byte. Fonts, style sheets, scripts and empty files stay. `offset` is where the URI stands in the outermost
// file; findings and errors name it. `depth`: of the SVG that the URI stands in, 0 for the file itself.
// Errors: `unsupported` for any other file, an image of a format that is not supported included, and for an SVG deeper
// than max_embedding; `malformed` where it is damaged; `too_large`.
std::expected<std::optional<std::string>, Error> strip_embedded(std::string_view uri, std::uint64_t offset, int depth,
                                                                Output& out);

}  // namespace stripmeta::svg
