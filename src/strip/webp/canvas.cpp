#include "strip/webp/canvas.hpp"

#include <algorithm>

namespace stripmeta::webp {
namespace {

constexpr std::size_t canvas_size = 10;  // flags, three reserved bytes, width and height less one
constexpr std::size_t width_at = 4;
constexpr std::size_t height_at = 7;
constexpr unsigned own_features = feature_alpha | feature_animation;
constexpr unsigned known_features = own_features | feature_xmp | feature_exif | feature_icc;

}  // namespace

std::uint32_t u24(Bytes bytes, std::size_t at) {
  return std::uint32_t{u8(bytes, at + 2)} << 16U | u16(bytes, at, ByteOrder::little);
}

void put_u24(std::vector<std::byte>& out, std::uint32_t value) {
  put_u16(out, value & 0xFFFFU, ByteOrder::little);
  put_u8(out, value >> 16U);
}

std::optional<Canvas> Canvas::read(Bytes payload) {
  return payload.size() == canvas_size ? std::optional{Canvas{payload}} : std::nullopt;
}

Size Canvas::size() const {
  return {u24(payload_, width_at) + 1, u24(payload_, height_at) + 1};
}

bool Canvas::is_possible() const {
  return std::uint64_t{size().width} * size().height <= 0xFFFFFFFF;
}

std::vector<std::byte> Canvas::kept(unsigned metadata) const {
  std::vector<std::byte> out;
  put_u8(out, (u8(payload_, 0) & own_features) | metadata);
  out.resize(width_at);
  put_bytes(out, payload_.subspan(width_at));
  return out;
}

bool Canvas::has_unknown() const {
  return (u8(payload_, 0) & ~known_features) != 0;
}

std::uint64_t Canvas::reserved() const {
  const auto bytes = payload_.subspan(1, width_at - 1);
  const auto set = std::ranges::count_if(bytes, [](std::byte byte) { return byte != std::byte{0}; });
  return static_cast<std::uint64_t>(set);
}

}  // namespace stripmeta::webp
