#include "strip/coded/temporal_unit.hpp"

#include <utility>

#include "strip/coded/sequence_header.hpp"

namespace stripmeta::coded {
namespace {

bool shapes_a_frame(unsigned type) {
  return (type >= sequence_header && type <= tile_group) || type == frame;
}

// Whether the frame whose header ends at `at` has tiles.
bool tiles_follow(Bytes data, std::size_t at) {
  const auto passes = [](const Obu& obu) {
    return !shapes_a_frame(obu.type) || (obu.type == tile_group && obu.payload.size() == 0);
  };
  auto obu = read_obu(data, at);
  while (obu && passes(*obu)) obu = read_obu(data, obu->payload.end);
  return obu && obu->type == tile_group;
}

// The first four bytes, or zeros.
std::uint32_t front_of(Bytes payload) {
  std::uint32_t front = 0;
  for (std::size_t i = 0; i < 4; ++i) front = front << 8U | (i < payload.size() ? u8(payload, i) : 0U);
  return front;
}

}  // namespace

bool TileGroups::take(Bytes payload) {
  const auto state = std::exchange(state_, State::none);
  const auto front = front_of(payload);
  const bool is_part = (front & 0x80000000U) != 0;  // tile_start_and_end_present_flag
  if (state == State::none) return false;
  if (!is_part) return state == State::first;
  bool fits = state == State::first;
  for (unsigned bits = 1; bits <= most_bits; ++bits) {
    const unsigned mask = (1U << bits) - 1;
    const unsigned start = front >> (31 - bits) & mask;
    const unsigned last = front >> (31 - 2 * bits) & mask;
    const bool continues =
        last >= start && (state == State::first ? start == 0 : next_[bits] != 0 && start == next_[bits]);
    next_[bits] = continues && last < mask ? last + 1 : 0;
    fits = fits || continues;
    if (next_[bits] != 0) state_ = State::next;
  }
  return fits;
}

TemporalUnit::Place TemporalUnit::place(Bytes data, const Obu& obu) {
  const bool goes = obu.type == 0 || obu.type > frame;
  if (goes) return Place::inside;
  const bool first = !std::exchange(any_, true);
  repeats_ = false;
  switch (obu.type) {
    case temporal_delimiter: return place_delimiter(first);
    case sequence_header: return place_sequence(data, obu);
    case frame_header:
    case frame: return place_frame(data, obu);
    case tile_group: return place_tiles(data, obu);
    default: return is_complete() ? Place::needless : Place::inside;
  }
}

TemporalUnit::Place TemporalUnit::place_delimiter(bool first) const {
  if (first) return Place::inside;
  return shown_ ? Place::behind : Place::needless;
}

void TemporalUnit::read_sequence(Bytes payload) {
  if (!payload.empty()) reduced_ = (u8(payload, 0) & 0x08U) != 0;  // 5.5.1
  const auto header = read_sequence_header(payload);
  if (!header) return;
  layers_ = header->spatial_layers;
  repetition_size_ = header->repetition_size;
}

TemporalUnit::Place TemporalUnit::place_sequence(Bytes data, const Obu& obu) {
  if (shown_) return Place::needless;  // at most a repetition (7.5)
  read_sequence(data.subspan(obu.payload.begin, obu.payload.size()));
  return Place::inside;
}

// 5.9.2: show_existing_frame, frame_type (2 bits), show_frame. A header without tiles shows a frame again, or has no
// use.
TemporalUnit::Place TemporalUnit::place_frame(Bytes data, const Obu& obu) {
  const bool is_next_layer = shown_ && obu.spatial_layer() > *shown_ && (layers_ >> obu.spatial_layer() & 1U) != 0;
  if (shown_ && !is_next_layer) return Place::behind;
  const unsigned first = obu.payload.size() == 0 ? 0 : u8(data, obu.payload.begin);
  const bool has_tiles = obu.type == frame || tiles_follow(data, obu.payload.end);
  const bool repeats = !reduced_ && (first & 0x80U) != 0;
  if (!has_tiles && (!repeats || !any_frame_)) return Place::needless;
  any_frame_ = true;
  if (reduced_ || repeats || (first & 0x10U) != 0) shown_ = obu.spatial_layer();
  tiles_.end();
  repeats_ = repeats && obu.type == frame_header;
  if (has_tiles && obu.type == frame_header && !repeats) tiles_.begin();
  return Place::inside;
}

TemporalUnit::Place TemporalUnit::place_tiles(Bytes data, const Obu& obu) {
  if (obu.payload.size() == 0) return Place::needless;
  if (tiles_.take(data.subspan(obu.payload.begin, obu.payload.size()))) return Place::inside;
  return shown_ ? Place::behind : Place::needless;
}

}  // namespace stripmeta::coded
