// Files within an SVG: what becomes of a data: URI.
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

// The engine, for files of other formats inside an SVG. Whoever makes the grammar hands it in: the engine knows every
// grammar, so a grammar cannot include the engine.
struct Engine {
  std::expected<Format, Error> (*detect)(Bytes file, bool ended);
  // Appends the stripped file to `to`, and calls `observe` for each finding.
  std::expected<Report, Error> (*strip)(Bytes file, const Policy& policy, std::vector<std::byte>& to, Observe observe,
                                        void* observer);
};

// How deep an SVG is inside other SVGs: 0 for a file of its own.
struct Nesting {
  const Engine& engine;
  int depth{0};
};

// The deepest SVG inside others that is stripped.
inline constexpr int max_embedding = 4;

// Strips the file in a data: URI under the same policy. The address of what is left, none where that is the same file,
// byte for byte. Fonts, style sheets, scripts and empty files stay. `offset` is where the URI stands in the outermost
// file; findings and errors name it. `nesting` is of the SVG that the URI stands in.
// Errors: `unsupported` for any other file, an image of a format that is not supported included, and for an SVG deeper
// than max_embedding; `malformed` where it is damaged; `too_large`.
std::expected<std::optional<std::string>, Error> strip_embedded(std::string_view uri, std::uint64_t offset,
                                                                const Nesting& nesting, Output& out);

}  // namespace stripmeta::svg
