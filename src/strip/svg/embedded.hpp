// Strips the files that an SVG embeds as data: URIs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "strip/grammar/grammar.hpp"

namespace stripmeta::svg {

// The engine, which strips files of other formats inside an SVG. Whoever makes the grammar passes it in: the engine
// includes every grammar, so a grammar cannot include the engine.
struct Engine {
  std::expected<Format, Error> (*detect)(Bytes file, bool ended);
  // Appends the stripped file to `to`, and calls `observe` for each finding.
  std::expected<Report, Error> (*strip)(Bytes file, const Policy& policy, std::vector<std::byte>& to, Observe observe,
                                        void* observer);
};

// How deep an SVG is inside other SVGs: 0 if it is a file.
struct Nesting {
  const Engine& engine;
  int depth{0};
};

// How deep SVGs and style sheets can nest in each other.
inline constexpr int max_embedding = 4;

// What the place of a data: URI reads, besides images.
enum class Place : std::uint8_t {
  image,   // nothing else
  font,    // the src of an @font-face, font-face-uri: fonts
  sheet,   // @import and links to style sheets: CSS
  script,  // scripts
};

// Strips the file in a data: URI under the same policy and returns the new URI, or nullopt if it does not change. What
// the file is, is found in its bytes, whatever the URI claims. Scripts and empty files do not change, of a font only
// what is outside of its tables, and of a style sheet the comments and embedded files. Words of the URI that mean
// nothing go, and the fragment of an image that is no SVG. `offset` is the URI's position in the outermost file;
// findings and errors get it. `nesting` is that of the SVG with the URI. Errors: `unsupported` for a file of any other
// kind, also for an image of an unsupported format, and for an SVG deeper than max_embedding; `malformed` if the file
// is damaged; `too_large`.
std::expected<std::optional<std::string>, Error> strip_embedded(std::string_view uri, std::uint64_t offset, Place place,
                                                                const Nesting& nesting, Output& out);

}  // namespace stripmeta::svg
