#include "strip/png/frames.hpp"

namespace stripmeta::png {
namespace {

constexpr std::string_view empty_frame = "a frame of the animation (fcTL) has no data";

// Whether fcTL's fields (11.3.6.2) are valid in this picture. The first frame covers it.
bool is_valid(Bytes payload, const Frame& frame, bool is_first) {
  const std::uint64_t width = u32(payload, 4);
  const std::uint64_t height = u32(payload, 8);
  const std::uint64_t right = width + u32(payload, 12);
  const std::uint64_t bottom = height + u32(payload, 16);
  const bool inside = width > 0 && height > 0 && right <= frame.width && bottom <= frame.height;
  const bool operations = u8(payload, 24) <= 2 && u8(payload, 25) <= 1;
  return inside && operations && (!is_first || (width == frame.width && height == frame.height));
}

}  // namespace

std::string_view Frames::add_control(Bytes payload, const Frame& frame, bool is_first) {
  if (const auto fault = add_number(u32(payload, 0)); !fault.empty()) return fault;
  if (!is_valid(payload, frame, is_first)) return "a frame of the animation (fcTL) has invalid values";
  if (is_last_empty()) return empty_frame;
  if (is_first && controls_ > 0) return "a second fcTL comes before the picture data";
  ++controls_;
  open_ = !is_first;
  filled_ = false;
  return "";
}

std::string_view Frames::add_data(std::uint32_t length) {
  if (!open_) return "frame data (fdAT) come before their fcTL";
  if (length < sequence_size) return "frame data (fdAT) have no sequence number";
  filled_ = true;
  return "";
}

}  // namespace stripmeta::png
