// The base of grammars that need the whole input before they can emit anything.
#pragma once

#include <cstdint>
#include <vector>

#include "strip/grammar/grammar.hpp"

namespace stripmeta {

// Holds the input, at most Policy::max_whole_bytes of it, and strips it at the end. Slices that are bytes of the input
// are emitted with their offset in it.
class WholeGrammar : public Grammar {
 public:
  Need need() const final { return Need::whole; }
  void reset() override;  // one that overrides it calls it
  void expect(std::uint64_t length) final { expected_ = length; }
  Status feed(Bytes piece, Output& out) final;
  Status finish(Output& out) final { return strip(held_, out); }
  Status run(Bytes file, Output& out) final;

  // Judges the input by its first bytes, so that a file that is refused by name is not held first. Called after each
  // piece until it has seen `front_limit` bytes. It must answer the same for any prefix that is long enough.
  Status check_prefix(Bytes front) override = 0;

 protected:
  static constexpr std::size_t front_limit = 4096;

  // Emits the image without its metadata and fills the report. Called once a file.
  virtual Status strip(Bytes input, Output& out) = 0;

 private:
  std::vector<std::byte> held_;
  std::uint64_t expected_{0};
  bool prefix_checked_{false};
};

}  // namespace stripmeta
