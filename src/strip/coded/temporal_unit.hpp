// The order of OBUs in an item or a sample of AV1: one temporal unit, which shows one frame of each spatial layer
// (7.5). It tells bytes that happen to look like OBUs, as text does, from those of the picture.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "strip/coded/obu.hpp"

namespace stripmeta::coded {

// The tile groups of one frame (5.11.1). How many tiles the frame has is not known. But a group is all of them, or it
// says which ones it has, and the next group goes on behind these.
class TileGroups {
 public:
  void begin() { state_ = State::first; }  // behind a frame header
  void end() { state_ = State::none; }
  bool may_follow() const { return state_ != State::none; }
  bool take(Bytes payload);  // whether this is the frame's next group

 private:
  enum class State : std::uint8_t { none, first, next };
  static constexpr unsigned most_bits = 12;  // of a tile's number: 64 columns, 64 rows
  State state_{State::none};
  std::array<unsigned, most_bits + 1> next_{};  // the next group's first tile, if its number has so many bits; or 0
};

class TemporalUnit {
 public:
  // `sequence` is the payload of the sequence header that holds at the beginning; empty if none does.
  explicit TemporalUnit(Bytes sequence) : any_frame_(!sequence.empty()) { read_sequence(sequence); }

  enum class Place : std::uint8_t {
    inside,
    needless,  // it has no use where it stands
    behind,    // it begins another temporal unit, or belongs to no frame: the unit has ended
  };
  // Call it for each OBU in turn.
  Place place(Bytes data, const Obu& obu);
  // If the last OBU is a frame header that shows a frame again: bytes of its payload at most.
  std::optional<std::size_t> repetition_size() const {
    return repeats_ ? std::optional{repetition_size_} : std::nullopt;
  }

 private:
  void read_sequence(Bytes payload);
  Place place_delimiter(bool first) const;
  Place place_sequence(Bytes data, const Obu& obu);
  Place place_frame(Bytes data, const Obu& obu);
  Place place_tiles(Bytes data, const Obu& obu);
  bool is_complete() const { return shown_.has_value() && !tiles_.may_follow(); }

  bool any_{false};
  bool reduced_{false};   // reduced_still_picture_header: every frame is shown
  unsigned layers_{0xF};  // bit n: there may be spatial layer n
  bool any_frame_;        // there may be one that can be shown again
  bool repeats_{false};
  std::size_t repetition_size_{1};
  TileGroups tiles_;
  std::optional<unsigned> shown_;  // the last spatial layer of which a frame was shown
};

}  // namespace stripmeta::coded
