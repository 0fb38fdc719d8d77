// HEIF in its forms HEIC and AVIF (ISO/IEC 14496-12, ISO/IEC 23008-12, 23000-22, AV1-AVIF): what is kept is written
// anew, ftyp, meta, moov, mdat.
#pragma once

#include "strip/grammar/whole.hpp"

namespace stripmeta {

class HeifGrammar final : public WholeGrammar {
 public:
  Format format() const override { return format_; }
  void reset() override;

  Status check_prefix(Bytes front) override;

 protected:
  Status strip(Bytes input, Output& out) override;

 private:
  Format format_{Format::heic};
};

}  // namespace stripmeta
