// The policy `location`, for every format: what says where a picture was taken goes, all else stays bit for bit.
#pragma once

#include <memory>

#include "strip/grammar/whole.hpp"

namespace stripmeta {

// Works on the whole input. The ordinary grammar of the format reads it first, so that what is refused under another
// policy is refused here by the same error; but nothing is completed: a file whose end is missing stays so.
// What comes out is read again before it is emitted: it holds no position any more and shows the same picture, or the
// file is refused as `malformed`.
class LocationGrammar final : public WholeGrammar {
 public:
  explicit LocationGrammar(Format format);

  Format format() const override { return format_; }
  void reset() override;

 protected:
  Status look(Bytes front) override;
  Status strip(Bytes input, Output& out) override;

 private:
  Format detected_;
  Format format_;
};

}  // namespace stripmeta
