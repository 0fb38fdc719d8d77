// An SVG without its metadata: ranges of bytes that go, and addresses of embedded files that are replaced.
#pragma once

#include <string>
#include <vector>

#include "strip/base/byte_range.hpp"
#include "strip/grammar/grammar.hpp"

namespace stripmeta::svg {

// What becomes of ranges of an input, in the order of their beginnings.
class Edits {
 public:
  void cut(Range range) { replace(range, {}); }
  void replace(Range range, std::string text) { edits_.push_back({range, std::move(text)}); }
  // Passes the input on as edited. A range within another one that is cut counts for nothing.
  Status write(Bytes input, Output& out);

 private:
  struct Edit {
    Range range;
    std::string text;
  };
  std::vector<Edit> edits_;
};

// Emits `input` less what docs/formats/svg.md says and fills the report. `depth`: 0 for a file of its
// own, 1 and more where it is embedded in another one. Under the preset `location` nothing is cut: what says a place
// becomes blanks, and embedded files are replaced by such ones.
Status cut_svg(Bytes input, int depth, Output& out);

}  // namespace stripmeta::svg
