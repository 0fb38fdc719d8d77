// GIF87a and GIF89a (CompuServe, 1990), streaming: the blocks are walked, picture data pass by untouched.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "strip/gif/extension.hpp"
#include "strip/grammar/stream.hpp"
#include "strip/grammar/trailer_scan.hpp"

namespace stripmeta {

class GifGrammar final : public StreamGrammar {
 public:
  Format format() const override { return Format::gif; }
  void reset() override;
  Status finish(Output& out) override;

 private:
  enum class State : std::uint8_t {
    screen,      // the signature and the logical screen
    palette,     // the global one
    block,       // before the byte that says what a block is
    descriptor,  // of an image
    colours,     // an image's own palette
    code_size,   // the byte before its data
    data_size,   // of a sub-block of them
    data,
    label,      // of an extension
    part_size,  // of a sub-block of it
    part,
    trailer,  // after 3B
  };

  Status step(Output& out) override;
  Status step_fixed(std::size_t size, Output& out);
  Status step_passed(State next, Output& out);
  Status step_block(Output& out);
  Status step_data_size(Output& out);
  Status step_part_size(Output& out);
  void step_part();
  Status on_fixed();
  Status on_extension(Output& out);

  State state_{State::screen};

  std::array<std::byte, 13> fixed_{};  // the screen or an image's descriptor
  std::size_t fixed_bytes_{0};
  std::size_t left_{0};  // of a palette or a sub-block
  gif::Extension extension_;
  std::uint64_t images_{0};  // whole ones
  bool profile_seen_{false};

  TrailerScan trailer_scan_;
};

}  // namespace stripmeta
