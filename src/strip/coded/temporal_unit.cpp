#include "strip/coded/temporal_unit.hpp"

#include <utility>

namespace stripmeta::coded {

TemporalUnit::Place TemporalUnit::place(Bytes data, const Obu& obu) {
  const bool goes = obu.type == 0 || obu.type > frame;
  if (goes) return Place::inside;
  const bool first = !std::exchange(any_, true);
  switch (obu.type) {
    case temporal_delimiter:
      if (first) return Place::inside;
      return shown_ ? Place::behind : Place::needless;
    case sequence_header:
      if (shown_) return Place::needless;                                                 // at most a repetition (7.5)
      if (obu.payload.size() > 0) reduced_ = (u8(data, obu.payload.begin) & 0x08U) != 0;  // 5.5.1
      return Place::inside;
    case frame_header:
    case frame: return place_frame(data, obu);
    case tile_group:
      tiles_may_follow_ = tiles_may_follow_ || first;  // the frame header may be in the sample before
      return tiles_may_follow_ && (obu.has_size || sizeless_may_follow_) ? Place::inside : Place::behind;
    default: return Place::inside;
  }
}

// 5.9.2: show_existing_frame, frame_type (2 bits), show_frame. Decoders also take a frame that comes too early as
// header and tiles.
TemporalUnit::Place TemporalUnit::place_frame(Bytes data, const Obu& obu) {
  const bool early = shown_ && obu.spatial_layer() <= *shown_;
  if (early && (obu.type == frame || !obu.has_size)) return Place::behind;
  const unsigned first = obu.payload.size() == 0 ? 0 : u8(data, obu.payload.begin);
  const bool repeats = !reduced_ && (first & 0x80U) != 0;
  if (reduced_ || repeats || (first & 0x10U) != 0) shown_ = obu.spatial_layer();
  tiles_may_follow_ = !repeats;
  sizeless_may_follow_ = obu.type == frame_header;
  return Place::inside;
}

}  // namespace stripmeta::coded
