#include "inspect/inspect.hpp"

#include <utility>

#include "inspect/exif.hpp"
#include "inspect/extended_xmp.hpp"
#include "inspect/icc.hpp"
#include "inspect/iptc.hpp"
#include "inspect/jumbf.hpp"
#include "inspect/mpf.hpp"
#include "inspect/photoshop.hpp"
#include "inspect/png_text.hpp"
#include "inspect/segment.hpp"
#include "inspect/svg.hpp"
#include "inspect/thumbnail.hpp"
#include "inspect/value_list.hpp"
#include "inspect/xmp.hpp"

namespace stripmeta {

// Values of a single segment are added at once; structures that can span several segments are gathered first.
struct Inspector::State {
  inspection::ValueList values;
  inspection::ExtendedXmp extended_xmp;
  inspection::Photoshop photoshop;
  inspection::Jumbf jumbf;
  inspection::Leftovers leftovers;

  void add(Kind kind, std::span<const std::byte> payload) {
    switch (kind) {
      case Kind::exif: return inspection::add_exif(payload, values);
      case Kind::xmp: return inspection::add_xmp(payload, values);
      case Kind::extended_xmp: return extended_xmp.add_part(payload);
      case Kind::photoshop: return photoshop.add_segment(payload);
      case Kind::comment: return inspection::add_comment(payload, values);
      case Kind::mpf: return inspection::add_mpf(payload, values);
      case Kind::icc: return inspection::add_icc(payload, values);
      case Kind::jfif: return inspection::add_jfif(payload, values);
      case Kind::jfxx: return inspection::add_jfxx(payload, values);
      case Kind::text: return inspection::add_png_text(payload, photoshop, values);
      case Kind::time: return inspection::add_png_time(payload, values);
      case Kind::iptc: return inspection::add_iptc(payload, values);
      case Kind::plain_text: return inspection::add_comment(payload, values);
      case Kind::c2pa:
      case Kind::jumbf: return jumbf.add_segment(payload);
      case Kind::metadata:
      case Kind::editor:
      case Kind::instruction:
      case Kind::title: return inspection::add_svg(kind, payload, values);
      case Kind::thumbnail: inspection::add_jpeg_thumbnail(payload, values); break;
      default: break;
    }
    if (inspection::Leftovers::takes(kind)) return leftovers.add(kind, payload);
    inspection::add_unknown(kind, payload, values);
  }
};

Inspector::Inspector() : state_(std::make_unique<State>()) {}
Inspector::Inspector(Inspector&&) noexcept = default;
Inspector& Inspector::operator=(Inspector&&) noexcept = default;
Inspector::~Inspector() = default;

void Inspector::observe(void* inspector, const Finding& finding) noexcept {
  static_cast<Inspector*>(inspector)->add(finding);
}

void Inspector::add(const Finding& finding) {
  state_->add(finding.kind, finding.payload);
}

Contents Inspector::contents() const {
  inspection::ValueList all = state_->values;
  state_->extended_xmp.add_values(all);
  state_->photoshop.add_values(all);
  state_->jumbf.add_values(all);
  state_->leftovers.add_values(all);
  return {all.sorted(), all.thumbnails()};
}

}  // namespace stripmeta
