// Thumbnails: those in the second directory of an Exif block, and complete JPEGs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inspect/picture.hpp"
#include "inspect/tiff.hpp"
#include "inspect/value_list.hpp"

namespace stripmeta::inspection {

// Describes a thumbnail, such as "160x120, 8123 bytes at offset 5120"; nullopt if the directory has no picture.
std::optional<std::string> thumbnail_text(const tiff::Block& block, const TiffDirectory& directory);

// Adds the picture of `directory` if it is a JPEG, or uncompressed RGB in a single strip; any other picture is only
// counted. `first` is the directory before `directory`. If `first` has a picture, as in a TIFF, `directory` may be a
// page, and counts as a thumbnail only if its subfile type says so.
void add_exif_thumbnail(const tiff::Block& block, const TiffDirectory& first, const TiffDirectory& directory,
                        ValueList& out);

// Adds a JPEG file; data that are not a JPEG are only counted.
void add_jpeg_thumbnail(Bytes picture, ValueList& out);

// A PPM file, which viewers open. `rgb` has three bytes for each pixel, row by row.
std::vector<std::byte> pixmap(PictureSize size, Bytes rgb);

}  // namespace stripmeta::inspection
