#include "inspect/thumbnail.hpp"

#include <algorithm>

#include "inspect/text.hpp"

namespace stripmeta::inspection {
namespace {

enum ThumbnailTag : std::uint16_t {
  image_width = 256,
  image_length = 257,
  strip_offsets = 273,
  strip_byte_counts = 279,
  jpeg_offset = 513,
  jpeg_length = 514,
};

std::optional<std::uint32_t> whole(const TiffDirectory& directory, std::uint16_t tag) {
  const auto found = std::ranges::find(directory.entries, tag, &TiffEntry::tag);
  return found == directory.entries.end() ? std::nullopt : found->whole();
}

std::uint64_t sum(const TiffDirectory& directory, std::uint16_t tag) {
  std::uint64_t all = 0;
  const auto found = std::ranges::find(directory.entries, tag, &TiffEntry::tag);
  if (found == directory.entries.end()) return 0;
  for (std::size_t i = 0; const auto number = found->whole(i); ++i) all += *number;
  return all;
}

bool is_frame_header(unsigned marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

std::string where_text(std::uint64_t size, std::uint32_t offset, const TiffBlock& block) {
  const bool inside = offset + size <= block.bytes().size();
  return byte_count(size) + " at offset " + std::to_string(offset) + (inside ? "" : " (outside of the block)");
}

}  // namespace

std::optional<PictureSize> jpeg_size(Bytes jpeg) {
  constexpr std::size_t frame_head = 9;  // marker, length, precision, height, width
  if (!starts_with(jpeg, "\xFF\xD8")) return std::nullopt;
  std::size_t at = 2;
  while (at + frame_head <= jpeg.size() && u8(jpeg, at) == 0xFF) {
    if (is_frame_header(u8(jpeg, at + 1))) return PictureSize{u16(jpeg, at + 7), u16(jpeg, at + 5)};
    // A fill byte may stand before a marker.
    at += u8(jpeg, at + 1) == 0xFF ? 1 : 2 + std::size_t{u16(jpeg, at + 2)};
  }
  return std::nullopt;
}

std::optional<std::string> thumbnail_text(const TiffBlock& block, const TiffDirectory& directory) {
  if (const auto offset = whole(directory, jpeg_offset)) {
    const std::uint64_t length = whole(directory, jpeg_length).value_or(0);
    const std::size_t all = block.bytes().size();
    const auto jpeg = block.bytes().subspan(std::min<std::size_t>(*offset, all));
    const auto size = jpeg_size(jpeg.first(std::min<std::size_t>(length, jpeg.size())));
    return (size ? size_text(size->width, size->height) + ", " : "") + where_text(length, *offset, block);
  }
  if (const auto offset = whole(directory, strip_offsets)) {
    const auto width = whole(directory, image_width).value_or(0);
    const auto height = whole(directory, image_length).value_or(0);
    return size_text(width, height) + ", " + where_text(sum(directory, strip_byte_counts), *offset, block);
  }
  return std::nullopt;
}

}  // namespace stripmeta::inspection
