// The names of Exif tags: CIPA DC-008 (Exif 2.32 and 3.0), TIFF 6.0, TIFF/EP, and what common writers add.
#pragma once

#include <cstdint>
#include <string_view>

namespace stripmeta::inspection {

// Tag numbers mean one thing in the image IFDs (IFD0, IFD1, Exif), others in the GPS and the interoperability IFD.
enum class TagGroup : std::uint8_t { image, gps, interop };

struct ExifTag {
  std::uint16_t tag;
  TagGroup group;
  std::string_view name;
};

// The standard's name, empty where the tag has none.
std::string_view exif_tag_name(TagGroup group, std::uint16_t tag);

}  // namespace stripmeta::inspection
