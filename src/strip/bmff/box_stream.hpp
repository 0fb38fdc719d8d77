// The boxes of a file's top level while it comes in pieces of any size.
//
// For each box BoxStream calls its handler three times:
//   1. on_head: size, type and offset are known. The answer is how many bytes of the payload must be gathered to judge
//      the box: 0, or a bound for what is held in memory.
//   2. on_front: that many bytes were read, or the whole payload if it is shorter. The answer is the box's fate: it
//      passes as it is, it is dropped, or the handler gets the rest in pieces and writes what it wants.
//   3. on_end: the whole box was read.
//
// What passes leaves as slices of the caller's own pieces; only the head and the gathered front are copied. A box whose
// size is 0 runs to the input's end: its on_front may come late, from finish().
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <vector>

#include "strip/bmff/box.hpp"
#include "strip/grammar/grammar.hpp"
#include "strip/grammar/trailer_scan.hpp"

namespace stripmeta::bmff {

// A box while it is read.
struct StreamedBox {
  Head head;
  std::uint64_t at{0};    // offset of the head in the input
  Bytes head_bytes;       // the head, as it is in the input
  std::uint64_t read{0};  // bytes of the box so far, its head included; in on_end() these are all

  Type type() const { return head.type; }
};

// Writes the head and the gathered front of a box, as they are in the input.
Status put_front(const StreamedBox& box, Bytes front, Output& out);

enum class BoxFate : std::uint8_t {
  pass,    // the box is written as it stands
  drop,    // nothing of it is written
  pieces,  // on_piece() gets what follows the front; the handler writes all that stays, the head included
};

// A grammar that reads a file by a BoxStream. An error that it returns ends the reading.
class BoxHandler {
 public:
  BoxHandler() = default;
  BoxHandler(const BoxHandler&) = delete;
  BoxHandler& operator=(const BoxHandler&) = delete;

  virtual std::expected<std::uint64_t, Error> on_head(const StreamedBox& box, Output& out) = 0;
  // `whole`: the front is the whole payload.
  virtual std::expected<BoxFate, Error> on_front(const StreamedBox& box, Bytes front, bool whole, Output& out) = 0;
  // `at`: the piece's offset in the input.
  virtual Status on_piece(const StreamedBox& box, Bytes piece, std::uint64_t at, Output& out) = 0;
  virtual Status on_end(const StreamedBox& box, Output& out) = 0;
  // Whether the picture is complete without a box of this type, which the input ends within or whose size is wrong.
  virtual bool is_complete_without(Type type) const = 0;

 protected:
  ~BoxHandler() = default;
};

class BoxStream {
 public:
  explicit BoxStream(BoxHandler& handler) : handler_(handler) {}

  void reset();
  // What is no box and stands behind a complete picture goes as a trailer, but not if the policy is strict.
  // Errors: `malformed` at a box that is smaller than its head; those of the handler and of `out`.
  Status feed(Bytes piece, Output& out);
  // Ends the input. Error `truncated` if it ends within a box; the error's offset is the input's size. Errors of the
  // handler and of `out`, too.
  Status finish(Output& out);

 private:
  enum class State : std::uint8_t { head, front, rest, trailer };

  Status step(Bytes& piece, Output& out);
  Status step_head(Bytes& piece, Output& out);
  Status step_rest(Bytes& piece, Output& out);
  Status begin(Output& out);
  Status judge(Output& out);
  Status end(Output& out);
  bool is_trailer(Type type, const Output& out) const;
  Bytes take(Bytes& piece, std::uint64_t limit);
  Bytes take_payload(Bytes& piece, std::uint64_t limit);

  BoxHandler& handler_;
  State state_{State::head};
  std::uint64_t offset_{0};  // of the next byte, in the input
  bool ended_{false};

  std::array<std::byte, longest_head> head_{};
  std::size_t head_size_{0};  // bytes of head_ that were read
  StreamedBox box_;
  std::uint64_t left_{0};         // bytes of the payload that are still to come, or to_end
  std::vector<std::byte> front_;  // gathered so far
  std::uint64_t wanted_{0};       // bytes that front_ is to have
  BoxFate fate_{BoxFate::drop};
  TrailerScan scan_;  // of the current box, as far as it may turn out to be a trailer
};

}  // namespace stripmeta::bmff
