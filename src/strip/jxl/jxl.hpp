// JPEG XL (ISO/IEC 18181-2): a container of boxes, streaming, or a bare codestream, which holds nothing to find.
#pragma once

#include <cstdint>
#include <expected>

#include "strip/bmff/box_stream.hpp"
#include "strip/grammar/stream.hpp"

namespace stripmeta {

class JxlGrammar final : public StreamGrammar, private bmff::BoxHandler {
 public:
  Format format() const override { return Format::jxl; }
  void reset() override;
  Status finish(Output& out) override;

 private:
  enum class State : std::uint8_t { start, bare, boxes };  // bare: a codestream without a container
  using Box = bmff::StreamedBox;
  using Verdict = std::expected<bmff::BoxFate, Error>;

  Status step(Output& out) override;
  std::expected<std::uint64_t, Error> on_head(const Box& box, Output& out) override;
  Verdict on_front(const Box& box, Bytes front, bool whole, Output& out) override;
  Status on_piece(const Box& box, Bytes piece, std::uint64_t at, Output& out) override;
  Status on_end(const Box& box, Output& out) override;

  Status check_order(const Box& box) const;
  Verdict on_brands(const Box& box, Bytes front, bool whole, Output& out);
  Verdict on_codestream_part(const Box& box, Bytes front, Output& out);
  Verdict on_index(const Box& box, Bytes front, bool whole, const Output& out);
  Verdict on_gain_map(const Box& box, Bytes front, const Output& out);
  Verdict drop(const Box& box, Bytes front, const Output& out);
  Status check_codestream(Bytes bytes, std::uint64_t at);

  State state_{State::start};
  bmff::BoxStream boxes_{*this};
  std::uint64_t box_count_{0};  // whole ones so far

  // The box that is read.
  bool passes_{false};
  Kind kind_{};  // if it goes
  HoldSet holds_;

  bool level_seen_{false};
  bool index_seen_{false};
  bool gain_map_seen_{false};
  bool codestream_seen_{false};       // jxlc
  bool part_seen_{false};             // jxlp
  bool last_part_seen_{false};        // jxlp with the flag of the last one
  std::uint64_t codestream_size_{0};  // bytes so far
};

}  // namespace stripmeta
