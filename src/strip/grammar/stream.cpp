#include "strip/grammar/stream.hpp"

namespace stripmeta {

void StreamGrammar::reset() {
  piece_ = {};
  at_ = 0;
  base_ = 0;
}

Status StreamGrammar::feed(Bytes piece, Output& out) {
  piece_ = piece;
  at_ = 0;
  passage_.start(piece, base_);
  while (at_ < piece_.size()) {
    if (auto status = step(out); !status) return status;
  }
  auto status = passage_.flush(out);
  base_ += piece.size();
  return status;
}

}  // namespace stripmeta
