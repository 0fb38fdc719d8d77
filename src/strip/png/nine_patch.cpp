#include "strip/png/nine_patch.hpp"

#include <algorithm>

namespace stripmeta::png {
namespace {

constexpr std::size_t areas_head = 32;
constexpr std::size_t paddings_at = 12;
constexpr std::size_t last_pointer_at = 28;
constexpr std::size_t bounds_size = 16;
constexpr std::size_t outline_size = 24;
constexpr std::uint32_t no_colour = 1;  // an area is drawn as its pixels say

// Divisions ascend, and lie within the picture.
bool are_divisions(Bytes divisions, std::uint32_t side) {
  std::uint32_t last = 0;
  for (std::size_t at = 0; at < divisions.size(); at += 4) {
    const auto division = u32(divisions, at);
    if (division < last || division > side) return false;
    last = division;
  }
  return true;
}

// -1 says that there is no padding.
bool is_padding(std::uint32_t padding, std::uint32_t side) {
  return padding <= side || padding == 0xFFFFFFFF;
}

bool are_paddings(Bytes payload, const Frame& frame) {
  return is_padding(u32(payload, paddings_at), frame.width) && is_padding(u32(payload, paddings_at + 4), frame.width) &&
         is_padding(u32(payload, paddings_at + 8), frame.height) &&
         is_padding(u32(payload, paddings_at + 12), frame.height);
}

std::optional<std::vector<std::byte>> areas(Bytes payload, const Frame& frame) {
  if (payload.size() < areas_head) return std::nullopt;
  const std::size_t columns = u8(payload, 1);
  const std::size_t rows = u8(payload, 2);
  const std::size_t colours = u8(payload, 3);
  const std::size_t size = areas_head + 4 * (columns + rows + colours);
  if (payload.size() < size || colours > (columns + 1) * (rows + 1) || !are_paddings(payload, frame)) {
    return std::nullopt;
  }
  const bool divided = are_divisions(payload.subspan(areas_head, 4 * columns), frame.width) &&
                       are_divisions(payload.subspan(areas_head + 4 * columns, 4 * rows), frame.height);
  if (!divided) return std::nullopt;
  std::vector<std::byte> out(payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(size - 4 * colours));
  for (std::size_t at = out.size(); at < size; at += 4) put_u32(out, u32(payload, at) == 0 ? 0 : no_colour);
  out[0] = std::byte{0};
  std::fill_n(out.begin() + 4, 8, std::byte{0});
  std::fill_n(out.begin() + last_pointer_at, 4, std::byte{0});
  return out;
}

// Left, top, right, bottom.
bool are_bounds(Bytes payload, const Frame& frame) {
  const auto fits = [&](std::size_t at, std::uint32_t side) { return u32(payload, at, ByteOrder::little) <= side; };
  return fits(0, frame.width) && fits(4, frame.height) && fits(8, frame.width) && fits(12, frame.height);
}

// A radius that is a number from 0 to 32767 has its highest byte below 0x47.
bool is_radius(std::uint32_t bits) {
  constexpr std::uint32_t most = 0x46FFFFFF;
  return bits <= most;
}

std::optional<std::vector<std::byte>> outline(Bytes payload, const Frame& frame) {
  if (payload.size() < outline_size || !are_bounds(payload, frame)) return std::nullopt;
  if (!is_radius(u32(payload, bounds_size, ByteOrder::little))) return std::nullopt;
  std::vector<std::byte> out(payload.begin(), payload.begin() + outline_size);
  std::fill(out.end() - 3, out.end(), std::byte{0});
  return out;
}

}  // namespace

std::optional<std::vector<std::byte>> canonical_nine_patch(Type type, Bytes payload, const Frame& frame) {
  if (type == nine_patch) return areas(payload, frame);
  if (type == nine_patch_outline) return outline(payload, frame);
  if (payload.size() < bounds_size || !are_bounds(payload, frame)) return std::nullopt;
  return std::vector<std::byte>(payload.begin(), payload.begin() + bounds_size);
}

}  // namespace stripmeta::png
