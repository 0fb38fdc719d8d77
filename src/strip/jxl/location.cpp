#include "strip/jxl/location.hpp"

#include <algorithm>
#include <cstdint>

#include "strip/bmff/box.hpp"
#include "strip/bmff/payload.hpp"
#include "strip/location/exif.hpp"
#include "strip/location/jpeg.hpp"
#include "strip/location/sign.hpp"
#include "strip/location/xmp.hpp"

namespace stripmeta::location {
namespace {

using bmff::Box;
using bmff::type;

class JxlPatcher {
 public:
  JxlPatcher(Patch& patch, const Survey& found) : patch_(patch) {
    for (const auto& part : found.parts) {
      if (part.kind == Kind::trailer) trailer_at_ = std::min(trailer_at_, part.at);
    }
  }

  void run() {
    if (u8(patch_.bytes(), 0) == 0xFF) return on_trailer(0, patch_.full_range().end, true);  // a bare codestream
    bmff::visit_boxes(patch_.bytes(), patch_.full_range(), [this](const Box& box) { on_box(box); });
    bmff::visit_boxes(patch_.bytes(), patch_.full_range(), [this](const Box& box) { drop_credentials(box); });
  }

 private:
  void on_box(const Box& box) {
    const auto payload = box.payload_range();
    switch (box.type) {
      case type("Exif"): return on_exif(box, payload.part(bmff::exif_offset(box.payload)));
      case type("xml "): return on_xmp(box, payload);
      case type("uuid"): return on_uuid(box, payload.part(bmff::uuid_size));
      case type("brob"): return patch_.cut(box.range(), Kind::box, holds_gps());
      case type("jbrd"): return patch_.cut(box.range(), Kind::reconstruction, holds_gps());
      case type("jxlc"): return on_trailer(payload.begin, payload.end, runs_to_end(box));
      case type("jxlp"): return on_trailer(payload.part(part_head).begin, payload.end, runs_to_end(box));
      case type("JXL "):
      case type("ftyp"):
      case type("jxll"):
      case type("jxli"):
      case type("jumb"): return;
      default: break;
    }
    on_unread(box);
  }

  bool runs_to_end(const Box& box) const { return u32(patch_.bytes(), box.at) == 0; }

  // What the bytes [begin, end) of the codestream have behind its last frame.
  void on_trailer(std::size_t begin, std::size_t end, bool may_cut) {
    if (trailer_at_ < end) patch_trailer(patch_, {std::max(begin, trailer_at_), end}, may_cut, 0);
  }

  void on_exif(const Box& box, Range tiff) {
    if (!patch_exif(patch_, tiff, 0)) patch_.cut(box.range(), Kind::exif, holds_gps());
  }

  void on_xmp(const Box& box, Range packet) {
    if (!patch_xmp(patch_, packet)) patch_.cut(box.range(), Kind::xmp, holds_gps());
  }

  void on_uuid(const Box& box, Range content) {
    switch (bmff::uuid_kind(box.payload)) {
      case Kind::exif: return on_exif(box, content);
      case Kind::xmp: return on_xmp(box, content);
      case Kind::c2pa: return;
      default: return on_unread(box);
    }
  }

  void on_unread(const Box& box) {
    if (may_hold_place(box.payload)) patch_.cut(box.range(), Kind::box, holds_gps());
  }

  void drop_credentials(const Box& box) {
    const bool is_c2pa = box.type == type("uuid") && bmff::uuid_kind(box.payload) == Kind::c2pa;
    if (box.type != type("jumb") && !is_c2pa) return;
    if (!patch_.changed() && !may_hold_place(box.payload)) return;
    const auto kind = contains(box.payload, "c2pa") ? Kind::c2pa : Kind::jumbf;
    patch_.cut(box.range(), kind, HoldSet{}.add(Holds::edit_history));
  }

  static constexpr std::size_t part_head = 4;  // of a jxlp: its number

  Patch& patch_;
  std::size_t trailer_at_{SIZE_MAX};  // of the first byte behind the last frame
};

}  // namespace

Status patch_jxl(Patch& patch, const Survey& found) {
  JxlPatcher{patch, found}.run();
  return {};
}

}  // namespace stripmeta::location
