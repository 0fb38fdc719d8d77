// A JPEG that keeps its HDR gain map (Ultra HDR, ISO 21496-1 annex C, Apple's). The gain map is a second JPEG, which
// MPF (CIPA DC-007) points to, or which follows right behind the first. Both are stripped; sizes and offsets are
// written anew.
#pragma once

#include "strip/grammar/whole.hpp"

namespace stripmeta {

// A JPEG in which no gain map is found is stripped as JpegGrammar does.
class GainMapJpegGrammar final : public WholeGrammar {
 public:
  Format format() const override { return Format::jpeg; }

 private:
  Status check_prefix(Bytes /*front*/) override { return {}; }
  Status strip(Bytes input, Output& out) override;
};

}  // namespace stripmeta
