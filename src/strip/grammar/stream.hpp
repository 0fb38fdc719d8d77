// The base of grammars that emit the image while they read it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "strip/grammar/grammar.hpp"
#include "strip/grammar/passage.hpp"

namespace stripmeta {

// Reads each piece in steps. What a step passes on leaves through passage_, in slices that are as long as possible.
class StreamGrammar : public Grammar {
 public:
  Need need() const final { return Need::stream; }
  void reset() override;  // an override has to call it
  Status feed(Bytes piece, Output& out) final;

 protected:
  // Advances at_, or changes what is expected next. Called while rest() is not empty.
  virtual Status step(Output& out) = 0;

  Bytes rest() const { return piece_.subspan(at_); }
  std::uint64_t offset() const { return base_ + at_; }
  Bytes take(std::uint64_t most) {
    const auto taken = rest().first(static_cast<std::size_t>(std::min<std::uint64_t>(rest().size(), most)));
    at_ += taken.size();
    return taken;
  }

  Bytes piece_;            // the piece that is being fed
  std::size_t at_{0};      // position in piece_
  std::uint64_t base_{0};  // offset of piece_ in the input
  Passage passage_;
};

}  // namespace stripmeta
