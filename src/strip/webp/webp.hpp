// WebP (RFC 9649): a RIFF file of chunks. The RIFF size stands first, so the whole input is needed.
#pragma once

#include "strip/grammar/whole.hpp"

namespace stripmeta {

class WebpGrammar final : public WholeGrammar {
 public:
  Format format() const override { return Format::webp; }

  Status check_prefix(Bytes front) override;

 protected:
  Status strip(Bytes input, Output& out) override;
};

}  // namespace stripmeta
