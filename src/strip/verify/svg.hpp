// The second reader of an SVG (SVG 1.1 and 2, XML 1.0): a document in which each name has a meaning, without comments
// and notes, whose embedded files are clean.
//
// What stays free, because it belongs to the picture or to a program: values of attributes, shown texts, titles if the
// policy keeps them, scripts, style sheets less their comments, fonts, values of entities that are used, addresses.
#pragma once

#include <cstddef>
#include <optional>

#include "strip/verify/file.hpp"
#include "strip/verify/verdict.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify {

// Judges an embedded file by the reader of its format; nullopt if its format is not known. `depth` says in how
// many files it is embedded. Whoever has the table of formats hands it in.
struct EmbeddedImage {
  bool is_svg;
  Verdict verdict;
};
using JudgeImage = std::optional<EmbeddedImage> (*)(Bytes file, const Policy& policy, int depth);

// How deep files can be embedded in each other.
inline constexpr int max_svg_depth = 4;

Verdict verify_svg(const File& file, const Policy& policy, JudgeImage judge, int depth = 0);

}  // namespace stripmeta::verify
