// Cuts the metadata out of an SVG and replaces its embedded files by stripped ones.
#pragma once

#include <string>
#include <vector>

#include "strip/base/byte_range.hpp"
#include "strip/grammar/grammar.hpp"
#include "strip/location/location.hpp"
#include "strip/svg/embedded.hpp"

namespace stripmeta::svg {

// Edits of an input, each of a range.
class Edits {
 public:
  void cut(Range range) { replace(range, {}); }
  void replace(Range range, std::string text) { edits_.push_back({range, std::move(text)}); }
  // Writes the edited input. An edit within a range that an earlier edit covers is ignored.
  Status write(Bytes input, Output& out);

 private:
  struct Edit {
    Range range;
    std::string text;
  };
  std::vector<Edit> edits_;
};

// Writes the stripped SVG (see svg.hpp) and fills the report. With the preset `location` nothing is cut: properties
// with a location become blanks, and embedded files are stripped under the same preset.
Status cut_svg(Bytes input, const Nesting& nesting, Output& out);

// cut_svg() for a whole SVG under the policy `location`. Returns the new file and its report.
std::expected<location::Rewritten, Error> rewrite_svg(Bytes file, const Engine& engine, const Policy& policy);

}  // namespace stripmeta::svg
