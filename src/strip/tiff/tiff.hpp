// TIFF 6.0 and BigTIFF: each page's directory is rebuilt from an allow-list of tags, strips and tiles are copied.
#pragma once

#include <optional>
#include <vector>

#include "strip/grammar/whole.hpp"
#include "strip/tiff/directory.hpp"

namespace stripmeta {

class TiffGrammar final : public WholeGrammar {
 public:
  Format format() const override { return Format::tiff; }

 protected:
  Status look(Bytes front) override;
  Status strip(Bytes input, Output& out) override;
};

}  // namespace stripmeta
