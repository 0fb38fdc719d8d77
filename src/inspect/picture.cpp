#include "inspect/picture.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "inspect/tiff.hpp"
#include "strip/bmff/box.hpp"

namespace stripmeta {
namespace {

constexpr std::size_t max_kept = std::size_t{512} << 10U;

bool is_frame_header(unsigned marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

// Three bytes, little-endian, as in RIFF.
std::uint32_t u24(Bytes bytes, std::size_t at) {
  return u16(bytes, at, ByteOrder::little) | static_cast<std::uint32_t>(u8(bytes, at + 2)) << 16U;
}

// The size in the first chunk of a WebP (RFC 9649, 2.5 to 2.7), which is extended, lossless or lossy.
PictureSize webp_size(Bytes chunk) {
  constexpr std::size_t head = 8;
  constexpr std::size_t needed = 10;  // bytes of its data
  constexpr std::uint32_t side = 0x3FFF;
  if (chunk.size() < head + needed) return {};
  const Bytes data = chunk.subspan(head);
  if (starts_with(chunk, "VP8X")) return {u24(data, 4) + 1, u24(data, 7) + 1};
  if (starts_with(chunk, "VP8L")) {
    const std::uint32_t bits = u32(data, 1, ByteOrder::little);
    return {(bits & side) + 1, (bits >> 14U & side) + 1};
  }
  if (!starts_with(chunk, "VP8 ")) return {};
  return {u16(data, 6, ByteOrder::little) & side, u16(data, 8, ByteOrder::little) & side};
}

std::optional<bmff::Box> child(bmff::BoxWalk walk, std::string_view name) {
  while (!walk.done()) {
    const auto box = walk.next();
    if (!box) break;
    if (box->type == bmff::type(name)) return *box;
  }
  return std::nullopt;
}

// The largest size of an item (ISO/IEC 23008-12, 6.5.3): tiles and thumbnails are smaller than the picture. It is the
// size before rotation, as in the thumbnails that cameras put into Exif.
PictureSize heif_size(Bytes front) {
  const auto meta = child(bmff::BoxWalk{front, 0, front.size()}, "meta");
  const auto properties = meta ? child(bmff::BoxWalk{front, *meta, bmff::full_head}, "iprp") : std::nullopt;
  const auto all = properties ? child(bmff::BoxWalk{front, *properties}, "ipco") : std::nullopt;
  PictureSize largest;
  if (!all) return largest;
  for (bmff::BoxWalk walk{front, *all}; !walk.done();) {
    const auto box = walk.next();
    if (!box) break;
    if (box->type != bmff::type("ispe") || box->payload.size() < bmff::full_head + 8) continue;
    const PictureSize size{u32(box->payload, bmff::full_head), u32(box->payload, bmff::full_head + 4)};
    const auto area = [](const PictureSize& of) { return std::uint64_t{of.width} * of.height; };
    if (area(size) > area(largest)) largest = size;
  }
  return largest;
}

// The size in a JP2's header box (ISO/IEC 15444-1 I.5.3.1), where the height comes first.
PictureSize jp2_size(Bytes front) {
  const auto header = child(bmff::BoxWalk{front, 0, front.size()}, "jp2h");
  const auto size = header ? child(bmff::BoxWalk{front, *header}, "ihdr") : std::nullopt;
  if (!size || size->payload.size() < 8) return {};
  return {u32(size->payload, 4), u32(size->payload, 0)};
}

// The size by the SIZ segment after SOC (A.5.1), which has the right and lower edges, then the left and upper ones.
PictureSize codestream_size(Bytes front) {
  constexpr std::size_t edges_at = 8;
  if (front.size() < edges_at + 16) return {};
  const auto field = [&](std::size_t number) { return u32(front, edges_at + 4 * number); };
  if (field(0) < field(2) || field(1) < field(3)) return {};
  return {field(0) - field(2), field(1) - field(3)};
}

// The size of the first page (TIFF 6.0, section 8).
PictureSize tiff_size(const tiff::Block& block) {
  constexpr std::uint16_t image_width = 256;
  constexpr std::uint16_t image_length = 257;
  const auto page = inspection::read_directory(block, block.first());
  return {page.as_integer(image_width).value_or(0), page.as_integer(image_length).value_or(0)};
}

}  // namespace

std::optional<PictureSize> jpeg_size(Bytes jpeg) {
  constexpr std::size_t frame_head = 9;  // marker, length, precision, height, width
  if (!starts_with(jpeg, "\xFF\xD8")) return std::nullopt;
  std::size_t at = 2;
  while (at + frame_head <= jpeg.size() && u8(jpeg, at) == 0xFF) {
    if (is_frame_header(u8(jpeg, at + 1))) return PictureSize{u16(jpeg, at + 7), u16(jpeg, at + 5)};
    // Fill bytes can precede a marker.
    at += u8(jpeg, at + 1) == 0xFF ? 1 : 2 + std::size_t{u16(jpeg, at + 2)};
  }
  return std::nullopt;
}

PictureSize picture_size(Bytes front) {
  constexpr std::string_view png("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR", 16);
  constexpr std::string_view jp2("\0\0\0\x0CjP  \r\n\x87\n", 12);
  constexpr std::size_t webp_head = 12;  // "RIFF", size, "WEBP"
  if (starts_with(front, png) && front.size() >= png.size() + 8) return {u32(front, 16), u32(front, 20)};
  if (starts_with(front, "RIFF") && front.size() > webp_head && starts_with(front.subspan(8), "WEBP")) {
    return webp_size(front.subspan(webp_head));
  }
  if (front.size() > 8 && starts_with(front.subspan(4), "ftyp")) return heif_size(front);
  if (starts_with(front, jp2)) return jp2_size(front);
  if (starts_with(front, "\xFF\x4F\xFF\x51")) return codestream_size(front);
  if (const auto block = tiff::Block::open(front)) return tiff_size(*block);
  return jpeg_size(front).value_or(PictureSize{});
}

bool same_shape(PictureSize a, PictureSize b) {
  // Integer products of two sides could overflow.
  const double across = static_cast<double>(a.width) * b.height;
  const double along = static_cast<double>(a.height) * b.width;
  const auto larger = std::max({a.width, a.height}) < std::max({b.width, b.height}) ? b : a;
  return std::abs(across - along) <= std::max(larger.width, larger.height);
}

bool PictureHead::emit(void* head, Slice slice) noexcept {
  auto& front = static_cast<PictureHead*>(head)->front_;
  put_bytes(front, slice.bytes.first(std::min(slice.bytes.size(), max_kept - front.size())));
  return true;
}

}  // namespace stripmeta
