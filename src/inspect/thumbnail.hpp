// The small picture that an Exif block carries in its second directory.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "inspect/tiff.hpp"

namespace stripmeta::inspection {

struct PictureSize {
  std::uint32_t width{0};
  std::uint32_t height{0};
};

// The size that a JPEG's first frame header gives; none where there is none.
std::optional<PictureSize> jpeg_size(Bytes jpeg);

// "160x120, 8123 bytes at offset 5120"; none where the directory names no picture.
std::optional<std::string> thumbnail_text(const TiffBlock& block, const TiffDirectory& directory);

}  // namespace stripmeta::inspection
