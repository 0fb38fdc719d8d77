// Smaller copies of the picture: the one of an Exif block's second directory, and such as stand alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inspect/picture.hpp"
#include "inspect/tiff.hpp"
#include "inspect/value_list.hpp"

namespace stripmeta::inspection {

// "160x120, 8123 bytes at offset 5120"; none where the directory names no picture.
std::optional<std::string> thumbnail_text(const tiff::Block& block, const TiffDirectory& directory);

// Adds the picture itself: a JPEG, or one of bare RGB in a single strip. Others are counted. `first` is the directory
// before: where that has a picture, as a TIFF's has, `directory` may be a page as well, and must say that it is none.
void add_exif_thumbnail(const tiff::Block& block, const TiffDirectory& first, const TiffDirectory& directory,
                        ValueList& out);

// Adds a picture that stands alone; one that is no JPEG is counted.
void add_jpeg_thumbnail(Bytes picture, ValueList& out);

// Rows of three bytes a pixel, red, green and blue, as a file that viewers open (PPM). `rgb` must be as long as that.
std::vector<std::byte> pixmap(PictureSize size, Bytes rgb);

}  // namespace stripmeta::inspection
