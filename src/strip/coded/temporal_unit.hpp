// The order of OBUs in an item or a sample of AV1: one temporal unit, which shows one frame of each spatial layer
// (7.5). It tells bytes that happen to look like OBUs, as text does, from those of the picture.
#pragma once

#include <cstdint>
#include <optional>

#include "strip/coded/obu.hpp"

namespace stripmeta::coded {

class TemporalUnit {
 public:
  enum class Place : std::uint8_t {
    inside,
    needless,  // it has no use where it stands
    behind,    // it begins another temporal unit, or belongs to no frame: the unit has ended
  };
  // Call it for each OBU in turn.
  Place place(Bytes data, const Obu& obu);

 private:
  Place place_frame(Bytes data, const Obu& obu);

  bool any_{false};
  bool reduced_{false};  // reduced_still_picture_header: every frame is shown
  bool tiles_may_follow_{false};
  bool sizeless_may_follow_{false};  // a tile group that ends with the data
  std::optional<unsigned> shown_;    // the last spatial layer of which a frame was shown
};

}  // namespace stripmeta::coded
