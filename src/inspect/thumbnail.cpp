#include "inspect/thumbnail.hpp"

#include <algorithm>

#include "inspect/text.hpp"

namespace stripmeta::inspection {
namespace {

enum ThumbnailTag : std::uint16_t {
  subfile_type = 254,
  image_width = 256,
  image_length = 257,
  compression = 259,
  photometric = 262,
  strip_offsets = 273,
  strip_byte_counts = 279,
  tile_offsets = 324,
  jpeg_offset = 513,
  jpeg_length = 514,
};

std::uint64_t sum(const TiffDirectory& directory, std::uint16_t tag) {
  std::uint64_t all = 0;
  const auto* const entry = directory.find(tag);
  if (entry == nullptr) return 0;
  for (std::size_t i = 0; const auto number = entry->as_integer(i); ++i) all += *number;
  return all;
}

std::string where_text(std::uint64_t size, std::uint32_t offset, const tiff::Block& block) {
  const bool inside = offset + size <= block.bytes().size();
  return byte_count(size) + " at offset " + std::to_string(offset) + (inside ? "" : " (outside of the block)");
}

// The given range of the block; empty if it does not lie within it.
Bytes part_of(const tiff::Block& block, std::uint64_t offset, std::uint64_t size) {
  const Bytes all = block.bytes();
  return offset <= all.size() && size <= all.size() - offset ? all.subspan(offset, size) : Bytes{};
}

// The offset of a JPEG; nullopt if it has no bytes: some programs remove a thumbnail but leave its tags.
std::optional<std::uint32_t> jpeg_at(const TiffDirectory& directory) {
  return directory.as_integer(jpeg_length).value_or(0) > 0 ? directory.as_integer(jpeg_offset) : std::nullopt;
}

bool has_picture(const TiffDirectory& directory) {
  return std::ranges::any_of(directory.entries, [](const TiffEntry& entry) {
    return entry.tag == strip_offsets || entry.tag == tile_offsets;
  });
}

// The rows of an uncompressed RGB picture in one strip; empty for any other picture.
Bytes rgb_rows(const tiff::Block& block, const TiffDirectory& directory, PictureSize size) {
  constexpr std::uint32_t uncompressed = 1;
  constexpr std::uint32_t rgb = 2;
  const auto offset = directory.as_integer(strip_offsets);
  const auto bytes = sum(directory, strip_byte_counts);
  const bool is_rgb = directory.as_integer(compression) == uncompressed && directory.as_integer(photometric) == rgb;
  const bool is_whole =
      bytes == std::uint64_t{size.width} * size.height * 3 && directory.as_integer(strip_byte_counts) == bytes;
  return is_rgb && is_whole && offset ? part_of(block, *offset, bytes) : Bytes{};
}

}  // namespace

void add_jpeg_thumbnail(Bytes picture, ValueList& out) {
  const auto size = jpeg_size(picture);
  out.add_thumbnail(size.value_or(PictureSize{}), size ? picture : Bytes{});
}

std::vector<std::byte> pixmap(PictureSize size, Bytes rgb) {
  std::vector<std::byte> out;
  put_text(out, "P6\n" + std::to_string(size.width) + " " + std::to_string(size.height) + "\n255\n");
  put_bytes(out, rgb);
  return out;
}

void add_exif_thumbnail(const tiff::Block& block, const TiffDirectory& first, const TiffDirectory& directory,
                        ValueList& out) {
  const bool is_reduced = (directory.as_integer(subfile_type).value_or(0) & 1U) != 0;
  if (has_picture(first) && !is_reduced) return;
  if (const auto offset = jpeg_at(directory)) {
    const auto jpeg = part_of(block, *offset, directory.as_integer(jpeg_length).value_or(0));
    return out.add_thumbnail(jpeg_size(jpeg).value_or(PictureSize{}), starts_with(jpeg, "\xFF\xD8") ? jpeg : Bytes{});
  }
  if (!has_picture(directory)) return;
  const PictureSize size{directory.as_integer(image_width).value_or(0), directory.as_integer(image_length).value_or(0)};
  const auto rows = rgb_rows(block, directory, size);
  out.add_thumbnail(size, rows.empty() ? rows : Bytes{pixmap(size, rows)});
}

std::optional<std::string> thumbnail_text(const tiff::Block& block, const TiffDirectory& directory) {
  if (const auto offset = jpeg_at(directory)) {
    const std::uint64_t length = directory.as_integer(jpeg_length).value_or(0);
    const std::size_t all = block.bytes().size();
    const auto jpeg = block.bytes().subspan(std::min<std::size_t>(*offset, all));
    const auto size = jpeg_size(jpeg.first(std::min<std::size_t>(length, jpeg.size())));
    return (size ? size_text(size->width, size->height) + ", " : "") + where_text(length, *offset, block);
  }
  if (const auto offset = directory.as_integer(strip_offsets)) {
    const auto width = directory.as_integer(image_width).value_or(0);
    const auto height = directory.as_integer(image_length).value_or(0);
    return size_text(width, height) + ", " + where_text(sum(directory, strip_byte_counts), *offset, block);
  }
  return std::nullopt;
}

}  // namespace stripmeta::inspection
