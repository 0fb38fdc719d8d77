// The codestream of a JPEG 2000, bare or in a box, in pieces of any size.
//
//   SOC  SIZ  the main header's segments      held up to the first SOT (Policy::max_header_bytes)
//   SOT  the tile-part's segments  SOD  data  once or several times; SOT says how long the tile-part is, or 0 for the
//                                             last one, which runs to EOC
//   EOC
//
// Comments (COM) and segments that the standard does not define go. In the main header they are taken out, and the
// box's length is corrected. In a tile-part's header they are overwritten at their length, as a comment of zeros: the
// lengths of the tile-part in SOT and TLM then stay right, and nothing is held. What follows EOC is cut; but if the box
// around it says its own length, which was written long before, it becomes zeros.
//
// Traps: data of a tile-part can hold FF D9 only if its packets are damaged, so in the last tile-part of unknown length
// the first FF D9 is EOC (15444-1 B.10.1, C.3, and 15444-15 for HTJ2K). Bytes after a tile-part's last packet are not
// looked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "strip/bmff/box_stream.hpp"
#include "strip/grammar/grammar.hpp"
#include "strip/grammar/trailer_scan.hpp"
#include "strip/jp2/segment.hpp"

namespace stripmeta::jp2 {

class Codestream {
 public:
  void start_bare();
  void start_in(const bmff::StreamedBox& box);

  // Errors: `malformed` for what may not stand where it stands, `too_large` for a long main header.
  Status feed(Bytes piece, std::uint64_t at, Output& out);
  // It ends at offset `at`. A missing EOC is added. Error `truncated` if the end is anywhere but after a tile-part;
  // also under `strict`, and in a box that says its length.
  Status finish(std::uint64_t at, Output& out);

 private:
  // Up to `tile_part` something is gathered in held_ to be judged.
  enum class State : std::uint8_t { marker, length, segment, boundary, tile_part, data, open_data, after };
  struct Run {
    std::size_t at;  // in held_
    std::size_t size;
  };

  void reset();
  Status step(Bytes& piece, Output& out);
  Bytes take(Bytes& piece, std::uint64_t most);
  Status gather(State state, std::size_t size, const Output& out);
  Status next_unit(State state, const Output& out);
  Status judge_unit(Output& out);
  Status on_marker(Output& out);
  Status on_length(Output& out);
  Status on_segment(Output& out);
  Status on_boundary(Output& out);
  Status on_tile_part(Output& out);
  Status on_data(Output& out);
  Status pass_data(Bytes& piece, Output& out);
  Status pass_open_data(Bytes& piece, Output& out);
  Status drop_trailer(Bytes piece, std::uint64_t at, Output& out);
  Status keep(std::size_t size, Output& out);
  Status drop_segment(unsigned marker, Bytes segment, Output& out);
  Status write_main_header(Output& out);
  Status write_box_head(Output& out);
  Status put_zeros(std::size_t count, Output& out);

  Bytes unit() const { return Bytes{held_}.subspan(unit_); }
  std::uint64_t unit_offset() const { return held_offset_ + unit_; }
  bool has_length() const { return !box_head_.empty() && !head_.runs_to_end; }

  // The box around it; empty if it is bare.
  std::vector<std::byte> box_head_;
  bmff::Head head_;
  std::uint64_t box_offset_{0};

  State state_{State::marker};
  std::uint64_t offset_{0};  // of the next byte, in the input
  bool in_main_header_{true};
  Shape shape_;

  std::vector<std::byte> held_;  // the main header so far, or a part of a tile-part's
  std::uint64_t held_offset_{0};
  std::size_t unit_{0};       // in held_: where what is read begins
  std::size_t wanted_{0};     // bytes of held_
  std::vector<Run> kept_;     // of the main header
  std::uint64_t removed_{0};  // bytes of it

  std::uint64_t tile_part_size_{0};  // 0: to EOC
  std::uint64_t tile_part_read_{0};
  bool ends_with_ff_{false};  // the data so far, if the tile-part is open

  TrailerScan trailer_;
  bool trailer_says_something_{false};
};

}  // namespace stripmeta::jp2
