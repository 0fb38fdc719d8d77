// Bytes of the current piece that stay as they are. Neighbours are emitted as one slice.
#pragma once

#include <cstddef>
#include <cstdint>

#include "strip/grammar/grammar.hpp"

namespace stripmeta {

class Passage {
 public:
  void start(Bytes piece, std::uint64_t piece_offset) {
    piece_ = piece;
    base_ = piece_offset;
    begin_ = end_ = 0;
  }

  // Passes on the bytes [from, to) of the piece.
  Status pass(std::size_t from, std::size_t to, Output& out) {
    if (from != end_) {
      if (auto status = flush(out); !status) return status;
      begin_ = from;
    }
    end_ = to;
    return {};
  }

  // Emits bytes of another origin, after everything passed before.
  Status put(Bytes bytes, std::uint64_t source_offset, Output& out) {
    if (auto status = flush(out); !status) return status;
    return out.put(bytes, source_offset);
  }

  Status flush(Output& out) {
    const auto run = piece_.subspan(begin_, end_ - begin_);
    const std::uint64_t run_at = base_ + begin_;
    begin_ = end_;
    return out.put(run, run_at);
  }

 private:
  Bytes piece_;
  std::uint64_t base_{0};
  // The bytes [begin_, end_) of piece_ were passed but are not emitted yet.
  std::size_t begin_{0};
  std::size_t end_{0};
};

}  // namespace stripmeta
