#include "strip/bmff/payload.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace stripmeta::bmff {
namespace {

struct Uuid {
  std::string_view id;
  Kind kind;
};
constexpr std::array<Uuid, 3> uuids{{
    {"\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC", Kind::xmp},   // ISO 16684-3
    {"JpgTiffExif->JP2", Kind::exif},                                                  // as exiftool reads it
    {"\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E\xC4\x81", Kind::c2pa},  // C2PA A.4
}};

}  // namespace

Kind uuid_kind(Bytes payload) {
  const auto row = std::ranges::find_if(uuids, [&](const Uuid& uuid) { return starts_with(payload, uuid.id); });
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
