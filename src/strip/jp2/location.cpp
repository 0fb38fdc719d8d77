#include "strip/jp2/location.hpp"

#include "strip/bmff/box.hpp"
#include "strip/bmff/payload.hpp"
#include "strip/jp2/box_kind.hpp"
#include "strip/jp2/segment.hpp"
#include "strip/location/exif.hpp"
#include "strip/location/iptc.hpp"
#include "strip/location/jpeg.hpp"
#include "strip/location/sign.hpp"
#include "strip/location/xmp.hpp"

namespace stripmeta::location {
namespace {

using bmff::Box;
using bmff::type;

class Jp2Patcher {
 public:
  Jp2Patcher(Patch& patch, const Survey& found) : patch_(patch), found_(found) {}

  void run() {
    on_segments();
    if (u8(patch_.bytes(), 0) == 0xFF) return on_trailer(patch_.full_range().end, true);  // a bare codestream
    bmff::visit_boxes(patch_.bytes(), patch_.full_range(), [this](const Box& box) { on_box(box); });
    bmff::visit_boxes(patch_.bytes(), patch_.full_range(), [this](const Box& box) { drop_credentials(box); });
  }

 private:
  // Comments and unknown segments of the codestream, which the grammar has found. None of them moves.
  void on_segments() {
    for (const auto& part : found_.parts) {
      if (part.kind != Kind::comment && part.kind != Kind::junk) continue;
      const std::size_t size = u16(patch_.bytes(), part.at + jp2::marker_size) + jp2::marker_size - jp2::fields_at;
      const Range fields{part.at + jp2::fields_at, part.at + jp2::fields_at + size};
      if (may_hold_place(patch_.bytes(fields))) patch_.wipe(fields, part.kind, holds_gps());
    }
  }

  // The bytes from the end of the codestream up to `end`.
  void on_trailer(std::size_t end, bool may_cut) {
    if (!found_.is_truncated && found_.end < end) patch_trailer(patch_, {found_.end, end}, may_cut, 0);
  }

  void on_box(const Box& box) {
    switch (box.type) {
      case type("jP  "):
      case type("ftyp"):
      case type("jumb"): return;
      case type("jp2c"): return on_trailer(box.range().end, u32(patch_.bytes(), box.at) == 0);
      case type("jp2h"):
        return bmff::visit_boxes(patch_.bytes(), box.payload_range(),
                                 [this](const Box& inner) { on_inner_box(inner); });
      default: break;
    }
    if (!is_patched(box)) patch_.cut(box.range(), jp2::box_kind(box.type, box.payload), holds_gps());
  }

  // No box of the header moves.
  void on_inner_box(const Box& box) {
    switch (box.type) {
      case type("ihdr"):
      case type("bpcc"):
      case type("colr"):
      case type("pclr"):
      case type("cmap"):
      case type("cdef"): return;
      default: break;
    }
    if (!is_patched(box)) patch_.wipe(box.payload_range(), jp2::box_kind(box.type, box.payload), holds_gps());
  }

  // Patches the box if it can. Returns whether the box holds no place any more.
  bool is_patched(const Box& box) {
    const auto kind = jp2::box_kind(box.type, box.payload);
    const auto payload = box.payload_range();
    const auto content = box.type == type("uuid") ? payload.part(bmff::uuid_size) : payload;
    switch (kind) {
      case Kind::geo: return false;
      case Kind::c2pa: return true;
      case Kind::exif: return patch_exif(patch_, content, 0);
      case Kind::iptc: return patch_iptc(patch_, content, kind);
      case Kind::photoshop: return patch_resources(patch_, content, kind), true;
      case Kind::xmp: return !jp2::has_gml(box.payload) && patch_xmp(patch_, content);
      default: return !jp2::has_gml(box.payload) && !may_hold_place(box.payload);
    }
  }

  void drop_credentials(const Box& box) {
    const auto kind = jp2::box_kind(box.type, box.payload);
    if (kind != Kind::jumbf && kind != Kind::c2pa) return;
    if (!patch_.changed() && !may_hold_place(box.payload)) return;
    patch_.cut(box.range(), kind, HoldSet{}.add(Holds::edit_history));
  }

  Patch& patch_;
  const Survey& found_;
};

}  // namespace

Status patch_jp2(Patch& patch, const Survey& found) {
  Jp2Patcher{patch, found}.run();
  return {};
}

}  // namespace stripmeta::location
