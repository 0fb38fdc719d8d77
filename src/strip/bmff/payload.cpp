#include "strip/bmff/payload.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace stripmeta::bmff {
namespace {

struct Uuid {
  std::string_view id;
  Kind kind;
  Ids ids{Ids::common};
};
constexpr std::array<Uuid, 9> uuids{{
    {"\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC", Kind::xmp},   // ISO 16684-3
    {"JpgTiffExif->JP2", Kind::exif},                                                  // as exiftool reads it
    {"\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E\xC4\x81", Kind::c2pa},  // C2PA A.4
    {"\x05\x37\xCD\xAB\x9D\x0C\x44\x31\xA7\x2A\xFA\x56\x1F\x2A\x11\x3E", Kind::exif, Ids::jpeg2000},  // Photoshop's
    {"\x33\xC7\xA4\xD2\xB8\x1D\x47\x23\xA0\xBA\xF1\xA3\xE0\x97\xAD\x38", Kind::iptc, Ids::jpeg2000},
    {"\x09\xA1\x4E\x97\xC0\xB4\x42\xE0\xBE\xBF\x36\xDF\x6F\x0C\xE3\x6F", Kind::iptc, Ids::jpeg2000},
    {{"\x2C\x4C\x01\x00\x85\x04\x40\xB9\xA0\x3E\x56\x21\x48\xD6\xDF\xEB", 16}, Kind::photoshop, Ids::jpeg2000},
    {"\xB1\x4B\xF8\xBD\x08\x3D\x4B\x43\xA5\xAE\x8C\xD7\xD5\xA6\xCE\x03", Kind::geo, Ids::jpeg2000},  // GeoJP2
    {"\x96\xA9\xF1\xF1\xDC\x98\x40\x2D\xA7\xAE\xD6\x8E\x34\x45\x18\x09", Kind::geo, Ids::jpeg2000},  // a world file
}};

}  // namespace

Kind uuid_kind(Bytes payload, Ids ids) {
  const auto row = std::ranges::find_if(uuids, [&](const Uuid& uuid) {
    return (uuid.ids == Ids::common || uuid.ids == ids) && starts_with(payload, uuid.id);
  });
  return row == uuids.end() ? Kind::uuid : row->kind;
}

Bytes uuid_content(Bytes payload) {
  return payload.subspan(std::min(payload.size(), uuid_size));
}

std::size_t exif_offset(Bytes payload) {
  constexpr std::size_t head = 4;
  if (payload.size() < head) return payload.size();
  return head + std::min<std::size_t>(u32(payload, 0), payload.size() - head);
}

}  // namespace stripmeta::bmff
