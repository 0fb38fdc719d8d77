// Strips the files that an SVG embeds as data: URIs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "strip/grammar/grammar.hpp"

namespace stripmeta::svg {

// How deep SVGs can nest in each other.
inline constexpr int max_embedding = 4;

// Strips the file in a data: URI under the same policy and returns the new URI, or nullopt if the file does not change.
// Fonts, style sheets, scripts and empty files do not. `offset` is the URI's position in the outermost file, which
// findings and errors name. `depth` is that of the SVG with the URI, 0 for the outermost one. Errors: `unsupported` for
// any other file, also for images of unsupported formats, and for an SVG deeper than max_embedding; `malformed` if the
// file is damaged; `too_large`.
std::expected<std::optional<std::string>, Error> strip_embedded(std::string_view uri, std::uint64_t offset, int depth,
                                                                Output& out);

}  // namespace stripmeta::svg
