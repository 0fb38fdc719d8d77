// The frames of an animated PNG (11.3.6): their number, their order, their fields.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "strip/base/bytes.hpp"
#include "strip/png/chunk.hpp"

namespace stripmeta::png {

inline constexpr std::size_t frame_control_size = 26;  // fcTL's payload
inline constexpr std::size_t sequence_size = 4;        // the number with which fcTL and fdAT begin

// Follows the chunks acTL, fcTL, IDAT and fdAT. What is wrong with one is returned as a static sentence; "" if nothing
// is. Frames past the number that acTL says are extra: they go, and are not to be added.
class Frames {
 public:
  // acTL's number, not 0.
  void announce(std::uint32_t frames) { announced_ = frames; }
  // An fcTL begins. Whether it is extra, as all frames are from then on.
  bool begins_extra() { return has_extra_ = has_extra_ || controls_ == announced_; }
  // fcTL's payload. `is_first` says that no IDAT came before it: the frame is the picture itself.
  std::string_view add_control(Bytes payload, const Frame& frame, bool is_first);
  // An fdAT of this length begins.
  std::string_view add_data(std::uint32_t length);
  // The number in fcTL or fdAT.
  std::string_view add_number(std::uint32_t number) {
    return number == sequence_++ ? "" : "the animation's sequence has a gap";
  }

  // The frames end here because of damage: the last one goes if it has no data, or if its data is damaged. What follows
  // is extra.
  void stop(bool is_data_damaged) {
    if (loses_last(is_data_damaged)) --controls_;
    open_ = false;
    has_extra_ = true;
  }
  bool loses_last(bool is_data_damaged) const { return open_ && (is_data_damaged || !filled_); }

  bool any() const { return announced_ > 0; }
  bool has_extra() const { return has_extra_; }
  std::uint32_t count() const { return controls_; }
  // Whether acTL says that there are more frames than there were.
  bool lacks_any() const { return controls_ < announced_; }
  // Whether the last fcTL has no data.
  bool is_last_empty() const { return open_ && !filled_; }

 private:
  std::uint32_t announced_{0};
  std::uint32_t controls_{0};  // fcTL chunks so far
  std::uint32_t sequence_{0};  // the number that the next fcTL or fdAT must have
  bool has_extra_{false};
  bool open_{false};    // an fcTL came after the picture data, so fdAT may follow
  bool filled_{false};  // an fdAT came after that fcTL
};

}  // namespace stripmeta::png
