// Photoshop's image resources: the blocks in a JPEG's APP13 segments, in TIFF's tag 34377 and in some PNG profiles.
//
// Layout (Adobe Photoshop File Formats Specification, "Image Resource Blocks"), all numbers big-endian:
//   4 bytes   signature, "8BIM"
//   2 bytes   resource id
//   name      Pascal string (a length byte and as many characters), padded to an even size; two zeros if it is empty
//   4 bytes   size of the data
//   data      padded to an even size
// Blocks stand one behind the other. A JPEG's segment begins with "Photoshop 3.0\0", and a sequence of blocks that is
// larger than a segment continues in the next one, cut anywhere.
//
// Everything goes when metadata are stripped. If the policy keeps `copyright`, a single resource 0x0404 (IPTC) with the
// by-lines and the notice is written instead. Location patching works inside resources 0x0404, 0x0409, 0x040C, 0x0422,
// 0x0423 and 0x0424.
//
// Traps: ImageReady, PhotoDeluxe and plug-ins write blocks of the same layout under signatures of their own, whose ids
// have other meanings. The size is not trustworthy. The last block often lacks its padding. Resource 0x0425 is an MD5
// digest of 0x0404, so it is wrong once 0x0404 has changed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta {

inline constexpr std::string_view photoshop_signature("Photoshop 3.0\0", 14);  // at the start of an APP13 payload

namespace photoshop {

enum ResourceId : std::uint16_t {
  resolution_info = 0x03ED,
  iptc = 0x0404,
  old_thumbnail = 0x0409,  // of Photoshop 4: red and blue are swapped
  copyright_flag = 0x040A,
  url = 0x040B,
  thumbnail = 0x040C,
  global_angle = 0x040D,
  exif = 0x0422,
  exif_3 = 0x0423,
  xmp = 0x0424,
  caption_digest = 0x0425,
};

// Bytes of a thumbnail resource before its JPEG: format, width, height, and numbers that follow from them.
inline constexpr std::size_t thumbnail_header_size = 28;

struct Resource {
  bool is_8bim{true};  // false: another program's signature, so the id does not have a meaning of ResourceId
  std::uint16_t id{0};
  std::string_view name;   // without its length byte
  Bytes data;              // as much of it as is there
  Bytes all;               // header, data and padding
  bool is_complete{true};  // false: the buffer ends before the data do

  bool is(ResourceId which) const { return is_8bim && id == which; }
};

// Whether `bytes` start with the signature of a resource: Photoshop's own or one of four others that occur.
bool is_resource(Bytes bytes);

// The resource at the front of `bytes`; nullopt if no signature stands there or the buffer ends before its data begin.
std::optional<Resource> read_resource(Bytes bytes);

// Calls `visit` with each resource; only the last one can be incomplete. Returns the offset behind the last one.
template <typename Visit>
std::size_t visit_resources(Bytes resources, Visit visit) {
  std::size_t at = 0;
  while (const auto resource = read_resource(resources.subspan(at))) {
    visit(*resource);
    at += resource->all.size();
  }
  return at;
}

}  // namespace photoshop

// The kept datasets (see kept_iptc()) of the first IPTC resource that has any, as a single resource of even size; empty
// if there are none. At most one byte longer than the source, which may lack its last padding byte.
std::vector<std::byte> kept_resources(Bytes resources);

}  // namespace stripmeta
