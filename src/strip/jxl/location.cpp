#include "strip/jxl/location.hpp"

#include <algorithm>

#include "strip/bmff/box.hpp"
#include "strip/location/exif.hpp"
#include "strip/location/sign.hpp"
#include "strip/location/xmp.hpp"

namespace stripmeta::location {
namespace {

using bmff::Box;
using bmff::type;

Range range_of(const Box& box) {
  return {box.at, box.at + box.size()};
}

class JxlPatcher {
 public:
  explicit JxlPatcher(Patch& patch) : patch_(patch) {}

  void run() {
    if (u8(patch_.bytes(), 0) == 0xFF) return;  // a bare codestream
    each([this](const Box& box) { on_box(box); });
    each([this](const Box& box) { settle_credentials(box); });
  }

 private:
  template <typename Visit>
  void each(Visit visit) {
    bmff::BoxWalk walk{patch_.bytes(), 0, patch_.whole().end};
    while (!walk.done()) {
      const auto box = walk.next();
      if (!box) return;
      visit(*box);
    }
  }

  void on_box(const Box& box) {
    const Range payload{box.payload_at(), box.payload_at() + box.payload.size()};
    switch (box.type) {
      case type("Exif"):
        if (!patch_exif(patch_, exif_in(payload), 0)) patch_.cut(range_of(box), Kind::exif, place());
        return;
      case type("xml "):
        if (!patch_xmp(patch_, payload)) patch_.cut(range_of(box), Kind::xmp, place());
        return;
      case type("brob"): return patch_.cut(range_of(box), Kind::box, place());
      case type("jbrd"): return patch_.cut(range_of(box), Kind::reconstruction, place());
      case type("JXL "):
      case type("ftyp"):
      case type("jxll"):
      case type("jxlc"):
      case type("jxlp"):
      case type("jxli"):
      case type("jumb"): return;
      default: break;
    }
    if (!is_c2pa(box) && may_hold_place(box.payload)) patch_.cut(range_of(box), Kind::box, place());
  }

  // Behind the four bytes that say how far off it is (18181-2 9.6).
  Range exif_in(Range payload) const {
    constexpr std::size_t head = 4;
    if (payload.size() < head) return payload;
    const std::size_t skip = u32(patch_.bytes(payload), 0);
    return payload.part(head).part(skip);
  }

  static bool is_c2pa(const Box& box) { return box.type == type("uuid") && contains(box.payload, "c2pa"); }

  void settle_credentials(const Box& box) {
    if (box.type != type("jumb") && !is_c2pa(box)) return;
    if (!patch_.changed() && !may_hold_place(box.payload)) return;
    const auto kind = contains(box.payload, "c2pa") ? Kind::c2pa : Kind::jumbf;
    patch_.cut(range_of(box), kind, HoldSet{}.add(Holds::edit_history));
  }

  Patch& patch_;
};

}  // namespace

Status patch_jxl(Patch& patch, const Survey& /*found*/) {
  JxlPatcher{patch}.run();
  return {};
}

}  // namespace stripmeta::location
