#include "strip/coded/sequence_header.hpp"

#include "strip/coded/bits.hpp"
#include "strip/coded/obu.hpp"

namespace stripmeta::coded {
namespace {

// 5.5.2 to 5.5.5. The names of fields are those of the specification, if they have any here.
class Reading {
 public:
  explicit Reading(Bytes payload) : in_(payload) {}

  std::optional<SequenceHeader> read() {
    profile_ = in_.bits(3);
    in_.flag();  // still_picture
    reduced_ = in_.flag();
    read_operating_points();
    read_size();
    read_tools();
    read_colour();
    in_.flag();  // film_grain_params_present
    if (!in_.ok()) return std::nullopt;
    header_.profile = {static_cast<std::byte>(profile_ << 5U | level_), static_cast<std::byte>(tier_ << 7U | colour_)};
    header_.repetition_size = repetition_ / 8 + 1;
    const bool aligned = in_.is_aligned();
    header_.bytes = in_.take(FieldCopy::Fill::one);
    if (aligned) header_.bytes.push_back(std::byte{0x80});
    return std::move(header_);
  }

 private:
  void read_operating_points() {
    if (reduced_) {
      level_ = in_.bits(5);
      return;
    }
    const unsigned delay_bits = read_timing();
    const bool display_delay = in_.flag();
    const auto last = in_.bits(5);
    for (std::uint32_t i = 0; i <= last && in_.ok(); ++i) {
      header_.spatial_layers |= in_.bits(12) >> 8U;
      const auto level = in_.bits(5);
      const auto tier = level > 7 ? in_.bits(1) : 0;
      if (i == 0) level_ = level;
      if (i == 0) tier_ = tier;
      if (delay_bits > 0 && in_.flag()) in_.skip(std::uint64_t{2} * delay_bits + 1);
      if (display_delay && in_.flag()) in_.skip(4);
    }
  }

  // The bits of a decoder's delay; 0 if there is no model of a decoder.
  unsigned read_timing() {
    if (!in_.flag()) return 0;
    in_.skip(2 * 32);
    const bool equal_intervals = in_.flag();
    if (equal_intervals) in_.golomb();  // uvlc() is read like ue(v)
    if (!in_.flag()) return 0;
    const auto bits = in_.bits(5) + 1;
    in_.skip(32 + 5);
    const auto time = in_.bits(5) + 1;
    if (!equal_intervals) repetition_ += time;
    return bits;
  }

  void read_size() {
    const auto width_bits = in_.bits(4) + 1;
    const auto height_bits = in_.bits(4) + 1;
    header_.width = in_.bits(width_bits) + 1;
    header_.height = in_.bits(height_bits) + 1;
    if (!reduced_ && in_.flag()) {  // numbers of frames
      const auto delta = in_.bits(4) + 2;
      repetition_ += in_.bits(3) + delta + 1;
    }
  }

  void read_tools() {
    in_.skip(3);
    if (!reduced_) {
      in_.skip(4);
      const bool order_hint = in_.flag();
      if (order_hint) in_.skip(2);
      const bool content_tools = in_.flag() || in_.flag();  // chosen by each frame, or on
      if (content_tools && !in_.flag()) in_.skip(1);        // integer motion vectors
      if (order_hint) in_.skip(3);
    }
    in_.skip(3);
  }

  // 5.5.2 color_config()
  void read_colour() {
    const bool high = in_.flag();
    const bool twelve = profile_ == 2 && high && in_.flag();
    const bool mono = profile_ != 1 && in_.flag();
    constexpr std::uint32_t srgb = 0x010D00;  // BT.709, sRGB, identity
    const bool is_srgb = in_.flag() && in_.bits(24) == srgb;
    unsigned sampling = 0;  // two bits, and two of the position of chroma
    if (mono) {
      in_.flag();
      sampling = 0xC;
    } else {
      if (!is_srgb) sampling = read_sampling(twelve);
      in_.flag();  // separate_uv_delta_q
    }
    colour_ = (high ? 0x40U : 0U) | (twelve ? 0x20U : 0U) | (mono ? 0x10U : 0U) | sampling;
  }

  unsigned read_sampling(bool twelve) {
    in_.flag();  // color_range
    unsigned across = profile_ == 1 ? 0 : 1;
    unsigned down = profile_ == 0 ? 1 : 0;
    if (twelve) across = in_.bits(1);
    if (twelve) down = across == 1 ? in_.bits(1) : 0;
    const unsigned position = across == 1 && down == 1 ? in_.bits(2) : 0;
    return across << 3U | down << 2U | position;
  }

  FieldCopy in_;
  SequenceHeader header_;
  unsigned profile_{0};
  bool reduced_{false};
  unsigned level_{0};
  unsigned tier_{0};
  unsigned colour_{0};
  unsigned repetition_{1 + 3};  // bits: show_existing_frame, frame_to_show_map_idx
};

}  // namespace

std::optional<SequenceHeader> read_sequence_header(Bytes payload) {
  return Reading{payload}.read();
}

Bytes find_sequence_header(Bytes obus) {
  auto obu = read_obu(obus, 0);
  while (obu && obu->type != sequence_header) obu = read_obu(obus, obu->payload.end);
  return obu ? obus.subspan(obu->payload.begin, obu->payload.size()) : Bytes{};
}

}  // namespace stripmeta::coded
