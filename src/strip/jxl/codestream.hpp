// The codestream of a JPEG XL, bare or in boxes, up to its end. It comes in pieces of any size.
//
// The headers (header.hpp) are held and read, and the sections of the frames pass by. So it is known where the last
// frame ends. What follows shows nothing: it is cut if no length of it was written yet, and becomes zeros otherwise.
// Bits of extensions become zeros too, because no version of the standard defines any.
//
// Traps: a header may reach over several boxes, whose heads have to be written before it. So they are held with it. A
// codestream that ends before its last frame does passes as it is, because then nothing follows that frame.
//
// ISO/IEC 18181-1.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "strip/grammar/grammar.hpp"
#include "strip/grammar/trailer_scan.hpp"
#include "strip/jxl/header.hpp"

namespace stripmeta::jxl {

class Codestream {
 public:
  void reset() { *this = {}; }

  // Writes bytes of the container, such as the head of the box in which the codestream goes on. `at` is their offset in
  // the input, or no_source_offset.
  Status put(Bytes bytes, std::uint64_t at, Output& out);
  // `has_length`: how many bytes come is written already, so none can be cut. Errors: `malformed` if a header cannot be
  // read, `too_large` if it is longer than what may be held.
  Status feed(Bytes piece, std::uint64_t at, bool has_length, Output& out);
  // The codestream ends at offset `at`. Error `truncated` if there are not two bytes of it.
  Status finish(std::uint64_t at, Output& out);

  bool is_over() const { return state_ == State::after; }  // the last frame has ended
  bool holds_bytes() const { return !held_.empty(); }      // of a header that is not complete

 private:
  static constexpr std::size_t first_read = 64;  // bytes that are held before a header is read for the first time

  enum class State : std::uint8_t { image_header, preview, frame, sections, after };
  enum class Use : std::uint8_t { pass, written_anew, drop };
  struct Run {                    // bytes of held_ that lie together in the input
    std::vector<std::byte> head;  // bytes of the container before them
    std::uint64_t head_at{0};
    std::size_t size{0};
    std::uint64_t at{0};
    bool has_length{false};
  };

  Status check_signature(Bytes bytes, std::uint64_t at);
  Status step(Bytes& piece, std::uint64_t& at, bool has_length, Output& out);
  void hold(Bytes bytes, std::uint64_t at, bool has_length);
  Status read_held(Output& out);
  Status read_header(Output& out);
  Status pass_header(const BitReader& bits, const std::vector<FreeBits>& free_bits, Output& out);
  void end_part();
  bool clear(const std::vector<FreeBits>& free_bits, Output& out);
  Status consume(std::size_t count, Use use, Output& out);
  Status drop(Bytes bytes, std::uint64_t at, bool has_length, Output& out);

  State state_{State::image_header};
  ImageHeader image_;
  std::uint64_t size_{0};      // bytes so far
  std::uint64_t sections_{0};  // bytes that are left of the frame's sections
  bool is_last_{false};        // the frame is the last one

  std::vector<std::byte> held_;  // the header so far
  std::deque<Run> runs_;         // what held_ consists of
  std::size_t wanted_{first_read};

  TrailerScan trailer_;
  bool trailer_says_something_{false};
};

}  // namespace stripmeta::jxl
