#include "strip/png/allow_list.hpp"

namespace stripmeta::png {

bool is_front(Type type) {
  switch (type) {
    case trns:
    case gama:
    case chrm:
    case srgb:
    case sbit:
    case cicp:
    case mdcv:
    case clli:
    case draft_mdcv:
    case draft_clli:
    case bkgd:
    case phys:
    case iccp:
    case actl:
    case nine_patch:
    case nine_patch_outline:
    case nine_patch_layout: return true;
    default: return false;
  }
}

bool is_about_colour(Type type) {
  switch (type) {
    case gama:
    case chrm:
    case srgb:
    case sbit:
    case iccp:
    case cicp:
    case mdcv:
    case clli: return true;
    default: return false;
  }
}

bool is_kept(Type type, const Policy& policy) {
  if (type == phys) return policy.keeps(Keep::density);
  if (type == iccp) return policy.keeps(Keep::icc);
  return !is_nine_patch(type) || policy.keeps(Keep::ninepatch);
}

Kind dropped_kind(Type type) {
  switch (type) {
    case exif: return Kind::exif;
    case iccp: return Kind::icc;
    case phys: return Kind::density;
    case time: return Kind::time;
    case c2pa: return Kind::c2pa;
    case iend: return Kind::slack;
    default: return is_nine_patch(type) ? Kind::ninepatch : Kind::chunk;
  }
}

bool is_ignored_if_spoilt(Type type) {
  return is_ancillary(type) && type != fctl && type != fdat && type != iccp;
}

bool is_text(Type type) {
  return type == text || type == ztxt || type == itxt;
}

}  // namespace stripmeta::png
