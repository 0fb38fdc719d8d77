// GIF87a and GIF89a: a header and blocks, one after another. The file is read as a stream.
//
//   header     signature, logical screen (13 bytes together), global palette
//   image      2C, descriptor (9 bytes), local palette, code size (1 byte), LZW data in sub-blocks
//   extension  21, label, sub-blocks; the label is F9 for a graphic control, FE for a comment, 01 for plain text, and
//              FF for an application
//   trailer    3B, the last byte
//
//   sub-block  its size (1 to 255), then so many bytes; a size of 0 ends the sequence
//
// Blocks have no length of their own: a reader has to walk the sub-blocks to find the next block.
//
// Stays: the header and the images, with bits zeroed that say nothing; before each image the last graphic control
// (delay and transparency); how often the animation loops (the applications NETSCAPE2.0 and ANIMEXTS1.0, each once);
// the first colour profile (the application ICCRGBG1012), reduced, if the policy keeps it. Every other extension goes,
// and so does what follows the trailer. What stays of extensions is held until the next image; picture data pass as
// slices of the caller's pieces.
//
// Traps: the name of an application has 11 bytes, and all of them count. XMP is not divided into sub-blocks: readers
// that take its text for sub-blocks still find the end, because a run of falling numbers follows it. Browsers apply a
// graphic control to the next image, whatever is between them, and accept loop sub-blocks that are too long. Of several
// controls before an image, and of several loops before the first image, they take the last. A missing trailer is
// added. Some decoders skip bytes that begin no block, and others stop there. So they go with the extensions that
// follow them. If an image follows, decoders show different things, so the file is refused, as is one with an image of
// no width or height.
//
// CompuServe, Graphics Interchange Format 89a: 17 to 27; XMP part 3, 1.1.2; ICC.1 for the profile.
#pragma once

#include <array>
#include <cstdint>
#include <span>
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
    palette,     // the global palette
    block,       // the first byte of a block
    descriptor,  // of an image
    colours,     // the local palette
    code_size,   // the byte before the data
    data_size,   // of a sub-block
    data,
    label,      // of an extension
    part_size,  // of a sub-block
    part,
    trailer,  // after 3B
  };

  Status step(Output& out) override;
  Status step_fixed(std::size_t size, Output& out);
  Status step_passed(State next, Output& out);
  Status step_block(Output& out);
  bool zero_flags(std::span<std::byte> descriptor, Report& report);
  Status on_stray(const Output& out);
  void report_stray(Output& out) const;
  Status refuse_stray() const;
  Status on_image(Output& out);
  Status on_end(Output& out);
  Status step_data_size(Output& out);
  Status step_part_size(Output& out);
  void step_part();
  Status on_fixed(std::size_t in_piece, Output& out);
  Status on_extension(Output& out);
  void hold_extension(Output& out);
  void drop_held(gif::Role role, Output& out);
  Status write_held(Output& out);

  State state_{State::screen};

  std::array<std::byte, 13> fixed_{};  // the screen, or an image's descriptor
  std::size_t fixed_bytes_{0};
  std::size_t left_{0};  // bytes still to come of a palette or a sub-block
  gif::Extension extension_;
  std::vector<gif::KeptExtension> held_;  // until the next image; at most one of each role
  std::uint64_t images_{0};               // whole images so far
  gif::FileFacts facts_;
  std::uint64_t stray_{0};     // bytes behind the last image that begin no block
  std::uint64_t stray_at_{0};  // offset of the first one
  std::vector<gif::Role> loops_written_;

  TrailerScan trailer_scan_;
};

}  // namespace stripmeta
