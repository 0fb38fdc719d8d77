// JPEG XL (ISO/IEC 18181-2): a container of boxes, streaming, or a bare codestream, which holds nothing to find.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "strip/grammar/stream.hpp"

namespace stripmeta {

class JxlGrammar final : public StreamGrammar {
 public:
  Format format() const override { return Format::jxl; }
  void reset() override;
  Status finish(Output& out) override;

 private:
  enum class State : std::uint8_t {
    start,  // before the first byte
    bare,   // a codestream without a container
    header,
    front,  // the part of a box that is held to judge it
    rest,   // what follows that
  };

  static constexpr std::uint64_t to_end = std::numeric_limits<std::uint64_t>::max();  // of the input

  Status step(Output& out) override;
  Status step_header(Output& out);
  Status step_front(Output& out);
  Status step_rest(Output& out);
  Status begin_box(Output& out);
  Status check_place() const;
  Status check_codestream_place() const;
  std::uint64_t front_limit(const Policy& policy) const;
  Status on_front(Output& out);
  Status on_brands(Output& out);
  Status on_part(Output& out);
  Status on_index(Output& out);
  Status on_gain_map(Output& out);
  void on_metadata(Output& out);
  void end_box(Output& out);
  Status keep_front(Output& out);
  Status check_codestream(Bytes bytes, std::uint64_t at);

  bool is(std::string_view type) const { return as_text(header_).substr(4, 4) == type; }
  bool whole_front() const { return left_ == 0 || ended_; }  // nothing of the box is behind the front

  State state_{State::start};
  bool ended_{false};  // finish() was called

  std::array<std::byte, 16> header_{};  // of the box being read
  std::size_t header_size_{0};
  std::uint64_t box_at_{0};
  std::uint64_t left_{0};         // of the box's payload; to_end: as much as there is
  std::vector<std::byte> front_;  // at most Policy::max_header_bytes
  std::uint64_t front_wanted_{0};
  std::uint64_t rest_size_{0};  // payload bytes behind the front so far
  bool passes_{false};          // the rest stays
  Kind kind_{};                 // of a box that goes
  HoldSet holds_;
  bool goes_{false};

  std::uint64_t boxes_{0};
  bool level_seen_{false};
  bool index_seen_{false};
  bool gain_map_seen_{false};
  bool whole_seen_{false};       // jxlc
  bool part_seen_{false};        // jxlp
  bool last_seen_{false};        // jxlp with the flag of the last one
  std::uint64_t codestream_{0};  // bytes
};

}  // namespace stripmeta
