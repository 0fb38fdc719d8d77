// The base of grammars that need the whole input before they can emit anything.
#pragma once

#include <cstdint>
#include <vector>

#include "strip/grammar/grammar.hpp"

namespace stripmeta {

// Holds the input, at most Policy::max_whole_bytes of it, and strips it at the end.
class WholeGrammar : public Grammar {
 public:
  Need need() const final { return Need::whole; }
  void reset() override;  // an override has to call it
  void expect(std::uint64_t length) final { expected_ = length; }
  Status feed(Bytes piece, Output& out) final;
  Status finish(Output& out) final { return strip_whole(held_, out); }
  Bytes held() const final { return held_; }
  Status run(Bytes file, Output& out) final;

  // Judges the input by its first bytes, so that a file that is refused by its kind is not held first. Called after
  // each piece until it has seen `front_limit` bytes. Once it has enough bytes to judge, more must not change its
  // answer.
  Status check_prefix(Bytes front) override = 0;

 protected:
  static constexpr std::size_t front_limit = 4096;

  // Emits the image without its metadata and fills the report. Bytes of the input are emitted with their offset in it.
  // Called once for each file.
  virtual Status strip(Bytes input, Output& out) = 0;

 private:
  Status strip_whole(Bytes input, Output& out);

  std::vector<std::byte> held_;
  std::uint64_t expected_{0};
  bool prefix_checked_{false};
};

}  // namespace stripmeta
