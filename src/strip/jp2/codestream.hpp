// The codestream of a JPEG 2000, bare or in a box. It comes in pieces of any size.
//
//   SOC        the first marker
//   SIZ        the size of the picture and its tiles, the number of components
//   segments   the rest of the main header: how the picture is coded (COD, QCD, ...), comments (COM)
//   tile-part  SOT (which tile, how long the tile-part is), more segments, SOD, coded data; once or several times
//   EOC        the last marker
//
// A segment is a marker (FF and another byte), a length of 2 bytes, and fields. SOC, SOD and EOC are bare markers. The
// last SOT may give 0 as the length: its tile-part runs to EOC.
//
// Stays: what says how the picture is coded (segment.hpp), each segment as long as its fields need, with zeros in
// reserved bits. Comments go, lengths of parts (TLM, PLM, PLT) that decoders can do without, and segments that the
// standard does not define. In the main header they are taken out, and the length of the box around the codestream is
// corrected. For this the main header is held up to the first SOT (Policy::max_header_bytes). In the header of a
// tile-part they become comments of zeros with the same length. So the lengths of tile-parts stay right, and only one
// segment is held at a time. Of segments that come twice in the main header, the last one counts and stays. What
// follows EOC is cut. But if the box says its own length, these bytes become zeros instead, because that length has
// been written already.
//
// Traps: coded data hold FF D9 only if they are damaged, so if the last tile-part runs to EOC, the first FF D9 is EOC.
// A tile-part may be longer than its packets: bytes after the last packet are not looked for, and stay.
//
// ISO/IEC 15444-1 Annex A, B.10.1 and C.3 (why there is no FF D9); 15444-15 for HTJ2K.
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
  // `header`: the box jp2h, which is written before the codestream's own box, once SIZ has told what it must say.
  void start_in(const bmff::StreamedBox& box, std::vector<std::byte> header);

  // Errors: `malformed` if a marker stands in the wrong place or a length is wrong; `too_large` if the main header is
  // longer than the limit.
  Status feed(Bytes piece, std::uint64_t at, Output& out);
  // The codestream ends at offset `at`. If only EOC is missing, it is added. Error `truncated` if more is missing, and
  // for EOC alone if the policy is strict or the box says its own length.
  Status finish(std::uint64_t at, Output& out);

 private:
  // In the states up to `tile_part`, a unit is gathered in held_ and then judged. A unit is a marker or a whole
  // segment.
  enum class State : std::uint8_t { marker, length, segment, boundary, tile_part, data, open_data, after };
  struct Kept {  // a segment of the main header
    unsigned marker;
    unsigned component;
    std::size_t at;  // in held_
    std::size_t size;
    std::vector<std::byte> fields;  // as they are written
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
  void keep_in_main_header(unsigned marker, std::vector<std::byte> fields, const Output& out);
  Status keep_in_tile_part(unsigned marker, std::vector<std::byte> fields, Output& out);
  void cut_tables();
  Status put_segment(const Kept& segment, Output& out);
  Status put_tile_part_head(Output& out);
  Status drop_segment(unsigned marker, Bytes segment, Output& out);
  Status write_main_header(Output& out);
  Status write_box_head(Output& out);
  Status put_zeros(std::size_t count, Output& out);

  Bytes unit() const { return Bytes{held_}.subspan(unit_); }
  std::uint64_t unit_offset() const { return held_offset_ + unit_; }
  bool has_length() const { return !box_head_.empty() && !head_.runs_to_end; }

  // The head of the box around the codestream; empty if there is no box.
  std::vector<std::byte> box_head_;
  bmff::Head head_;
  std::uint64_t box_offset_{0};

  State state_{State::marker};
  std::uint64_t offset_{0};  // of the next byte, in the input
  bool in_main_header_{true};
  Shape shape_;

  std::vector<std::byte> held_;  // the main header so far, or a unit of a tile-part's header
  std::uint64_t held_offset_{0};
  std::size_t unit_{0};       // where the unit begins in held_
  std::size_t wanted_{0};     // the size of held_ at which the unit is judged
  std::vector<Kept> kept_;    // what stays of the main header
  std::uint64_t removed_{0};  // bytes that go from it

  std::vector<std::byte> header_;     // the box jp2h
  unsigned levels_{0};                // the most wavelet levels of any component so far
  bool is_table_cut_{false};          // of quantization, to as many bands as these levels have
  std::vector<std::uint8_t> parts_;   // of each tile: its tile-parts so far
  std::vector<std::uint8_t> totals_;  // of each tile: how many it says that it has, or 0
  struct Seen {
    unsigned marker;
    unsigned component;
    friend bool operator==(const Seen&, const Seen&) = default;
  };
  std::vector<Seen> seen_;  // in the tile-part's header

  std::uint64_t tile_part_size_{0};  // 0: it runs to EOC
  std::uint64_t tile_part_read_{0};
  bool ends_with_ff_{false};  // the last byte so far, of data that run to EOC, is FF

  TrailerScan trailer_;
  bool trailer_says_something_{false};
};

}  // namespace stripmeta::jp2
