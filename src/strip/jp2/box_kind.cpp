#include "strip/jp2/box_kind.hpp"

#include "strip/bmff/payload.hpp"
#include "strip/metadata/sensitive_in.hpp"

namespace stripmeta::jp2 {
Kind box_kind(bmff::Type type, Bytes payload) {
  switch (type) {
    case bmff::type("uuid"): return bmff::uuid_kind(payload, bmff::Ids::jpeg2000);
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
