// The names of Exif tags: CIPA DC-008 (Exif 2.32 and 3.0), TIFF 6.0, TIFF/EP, and what common writers add.
#pragma once

#include <cstdint>
#include <string_view>

namespace stripmeta::inspection {

// A tag number has one meaning in the image IFDs (IFD0, IFD1, Exif), and others in the GPS and interoperability IFDs.
enum class TagGroup : std::uint8_t { image, gps, interop };

struct ExifTag {
  std::uint16_t tag;
  TagGroup group;
  std::string_view name;
};

// The standard's name; empty if the tag is not known.
std::string_view exif_tag_name(TagGroup group, std::uint16_t tag);

}  // namespace stripmeta::inspection
