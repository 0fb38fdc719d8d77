#include "strip/metadata/sensitive_in.hpp"

#include "strip/metadata/exif.hpp"
#include "strip/metadata/photoshop.hpp"
#include "strip/metadata/sensitive.hpp"

namespace stripmeta {
namespace {

Bytes without(std::string_view prefix, Bytes bytes) {
  return starts_with(bytes, prefix) ? bytes.subspan(prefix.size()) : bytes;
}

}  // namespace

HoldSet sensitive_in(Kind kind, Bytes content) {
  switch (kind) {
    case Kind::exif: return read_exif(content.subspan(exif_signature_size(content))).holds;
    case Kind::xmp:
    case Kind::extended_xmp: return xmp_holds(content);
    case Kind::photoshop: return resources_hold(without(photoshop_signature, content));
    case Kind::iptc: return resources_hold(content);
    case Kind::comment:
    case Kind::plain_text:
    case Kind::chunk:
    case Kind::box: return text_holds(content);
    case Kind::c2pa: return HoldSet{}.add(Holds::edit_history);
    case Kind::time: return HoldSet{}.add(Holds::date);
    case Kind::jfxx:
    case Kind::thumbnail: return HoldSet{}.add(Holds::thumbnail);
    case Kind::picture: return HoldSet{}.add(Holds::picture);
    case Kind::gain_map: return HoldSet{}.add(Holds::gain_map);
    default: return {};
  }
}

}  // namespace stripmeta
