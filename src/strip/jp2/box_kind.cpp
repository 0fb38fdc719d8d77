#include "strip/jp2/box_kind.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "strip/bmff/payload.hpp"
#include "strip/metadata/sensitive_in.hpp"

namespace stripmeta::jp2 {
namespace {

struct Uuid {
  std::string_view id;
  Kind kind;
};
// Ids that only JPEG 2000 uses; bmff/payload.hpp has those that other formats use, too.
constexpr std::array<Uuid, 6> uuids{{
    {"\x05\x37\xCD\xAB\x9D\x0C\x44\x31\xA7\x2A\xFA\x56\x1F\x2A\x11\x3E", Kind::exif},  // Photoshop's
    {"\x33\xC7\xA4\xD2\xB8\x1D\x47\x23\xA0\xBA\xF1\xA3\xE0\x97\xAD\x38", Kind::iptc},
    {"\x09\xA1\x4E\x97\xC0\xB4\x42\xE0\xBE\xBF\x36\xDF\x6F\x0C\xE3\x6F", Kind::iptc},
    {{"\x2C\x4C\x01\x00\x85\x04\x40\xB9\xA0\x3E\x56\x21\x48\xD6\xDF\xEB", 16}, Kind::photoshop},
    {"\xB1\x4B\xF8\xBD\x08\x3D\x4B\x43\xA5\xAE\x8C\xD7\xD5\xA6\xCE\x03", Kind::geo},  // GeoJP2: a GeoTIFF
    {"\x96\xA9\xF1\xF1\xDC\x98\x40\x2D\xA7\xAE\xD6\x8E\x34\x45\x18\x09", Kind::geo},  // a world file
}};

Kind uuid_kind(Bytes payload) {
  const auto row = std::ranges::find_if(uuids, [&](const Uuid& uuid) { return starts_with(payload, uuid.id); });
  return row == uuids.end() ? bmff::uuid_kind(payload) : row->kind;
}

}  // namespace

Kind box_kind(bmff::Type type, Bytes payload) {
  switch (type) {
    case bmff::type("uuid"): return uuid_kind(payload);
    case bmff::type("xml "): return Kind::xmp;
    case bmff::type("jumb"): return contains(payload, "c2pa") ? Kind::c2pa : Kind::jumbf;
    case bmff::type("free"):
    case bmff::type("skip"): return Kind::padding;
    default: return Kind::box;
  }
}

Bytes box_content(bmff::Type type, Kind kind, Bytes payload) {
  return type == bmff::type("uuid") && kind != Kind::uuid ? bmff::uuid_content(payload) : payload;
}

HoldSet box_holds(Kind kind, Bytes content) {
  auto holds = sensitive_in(kind, content);
  if (kind == Kind::geo || has_gml(content)) holds.add(Holds::gps);
  return holds;
}

bool has_gml(Bytes payload) {
  return contains(payload, "opengis.net/gml");
}

}  // namespace stripmeta::jp2
