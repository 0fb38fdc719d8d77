#include "strip/location/jpeg.hpp"

#include <algorithm>

#include "strip/grammar/trailer_scan.hpp"
#include "strip/jpeg/header.hpp"
#include "strip/jpeg/jpeg.hpp"
#include "strip/location/exif.hpp"
#include "strip/location/iptc.hpp"
#include "strip/location/sign.hpp"
#include "strip/location/xmp.hpp"
#include "strip/metadata/mpf.hpp"
#include "strip/metadata/photoshop.hpp"

namespace stripmeta::location {
namespace {

constexpr std::size_t exif_head = 6;    // "Exif\0" and a byte that is usually 0
constexpr std::size_t jumbf_head = 16;  // in each segment: "JP", two numbers, the box's size and type

class JpegPatcher {
 public:
  JpegPatcher(Patch& patch, const Survey& found, int depth) : patch_(patch), found_(found), depth_(depth) {}

  void run() {
    for (const auto& part : found_.parts) on_part(part);
    patch_collected_resources();
    wipe_extended_xmp();
  }

  // Called last: C2PA describes the whole file, so it is wrong once anything has changed.
  void wipe_credentials() {
    std::vector<std::byte> joined;
    for (const auto& part : found_.parts) {
      if (is_credential(part)) put_bytes(joined, patch_.bytes(part.payload.part(jumbf_head)));
    }
    if (!patch_.changed() && !may_hold_place(joined)) return;
    for (const auto& part : found_.parts) {
      if (is_credential(part)) patch_.wipe(part.payload, part.kind, HoldSet{}.add(Holds::edit_history));
    }
  }

 private:
  static bool is_credential(const Part& part) { return part.kind == Kind::c2pa || part.kind == Kind::jumbf; }

  void on_part(const Part& part) {
    const auto all = part.payload;
    switch (part.kind) {
      case Kind::exif:
        if (!patch_exif(patch_, all.part(exif_head), depth_)) wipe(part);
        break;
      case Kind::xmp:
        if (!patch_xmp(patch_, all.part(jpeg::xmp_signature.size()))) wipe(part);
        break;
      case Kind::photoshop: on_resources(all.part(photoshop_signature.size())); break;
      case Kind::extended_xmp: extended_.push_back(part); break;
      case Kind::jfxx: on_thumbnail(part); break;
      case Kind::flashpix: wipe_doubtful(part); break;
      default:
        if (part.kind <= Kind::app15) wipe_doubtful(part);
        break;
    }
  }

  // The extension of JFIF holds a thumbnail (T.871 10.1.6): "JFXX\0", a code for the thumbnail's form, and the
  // thumbnail, which is a JPEG in one of the forms.
  void on_thumbnail(const Part& part) {
    constexpr std::size_t head = 6;
    if (!patch_inner_jpeg(patch_, part.payload.part(head), depth_ + 1)) wipe_doubtful(part);
  }

  // Resources that are larger than a segment continue in the next one.
  void on_resources(Range range) {
    if (!resources_.empty() && starts_with(patch_.bytes(range), "8BIM")) patch_collected_resources();
    resources_.push_back(range);
  }

  void patch_collected_resources() {
    std::vector<std::byte> joined;
    for (const auto& range : resources_) put_bytes(joined, patch_.bytes(range));
    Patch whole{joined};
    if (patch_.charge_budget(joined.size())) patch_resources(whole, whole.full_range(), Kind::photoshop);
    patch_.overwrite(resources_, whole);
    resources_.clear();
  }

  // Extended XMP is joined before it is read. It has a digest of itself, so it can only be removed as a whole (XMP part
  // 3, 1.1.3.1).
  void wipe_extended_xmp() {
    constexpr std::size_t head = 35 + 32 + 8;  // signature, digest, the whole's length, this one's offset
    std::vector<std::byte> joined;
    for (const auto& part : extended_) put_bytes(joined, patch_.bytes(part.payload.part(head)));
    Patch whole{joined};
    if (patch_xmp(whole, whole.full_range()) && !whole.changed()) return;
    for (const auto& part : extended_) wipe(part);
  }

  void wipe_doubtful(const Part& part) {
    if (may_hold_place(patch_.bytes(part.payload))) wipe(part);
  }
  void wipe(const Part& part) { patch_.wipe(part.payload, part.kind, holds_gps()); }

  Patch& patch_;
  const Survey& found_;
  int depth_;
  std::vector<Range> resources_;  // of segments that follow one another
  std::vector<Part> extended_;
};

// The range without the zeros or bytes 0xFF at its start, which some writers put between two images. A JPEG itself
// begins with 0xFF.
Range without_padding(const Patch& patch, Range range) {
  const auto bytes = patch.bytes(range);
  const auto is_padding = [&](std::size_t at) {
    return u8(bytes, at) == 0 || (u8(bytes, at) == 0xFF && !starts_with(bytes.subspan(at), "\xFF\xD8"));
  };
  std::size_t at = 0;
  while (at < bytes.size() && is_padding(at)) ++at;
  return range.part(at);
}

// Where pictures begin that an MPF lists, in order.
std::vector<std::size_t> further_pictures(const Patch& patch, const Survey& found) {
  std::vector<std::size_t> begins;
  for (const auto& part : found.parts) {
    if (part.kind != Kind::mpf) continue;
    for (const auto& entry : read_mp_entries(patch.bytes(part.payload))) {
      begins.push_back(part.payload.begin + mp_header_at + entry.offset);
    }
  }
  std::ranges::sort(begins);
  return begins;
}

// Patches what follows the image, piece by piece. Only the last piece may be cut, because offsets lead to the others.
void patch_behind(Patch& patch, Range rest, const Survey& found, bool may_cut, int depth) {
  for (const auto begin : further_pictures(patch, found)) {
    if (begin <= rest.begin || begin >= rest.end) continue;
    patch_trailer(patch, {rest.begin, begin}, false, depth);
    rest.begin = begin;
  }
  patch_trailer(patch, rest, may_cut, depth);
}

// Patches a further JPEG. Returns false and changes nothing if there is none that can be read, or if it is nested too
// deeply.
bool patch_further(Patch& patch, Range range, bool may_cut, int depth) {
  if (depth > max_depth || !starts_with(patch.bytes(range), "\xFF\xD8\xFF")) return false;
  JpegGrammar grammar;
  const auto found = survey(grammar, patch.bytes(), range, Policy{});
  if (found) patch_jpeg(patch, range, *found, may_cut, depth);
  return found.has_value();
}

}  // namespace

void patch_jpeg(Patch& patch, Range range, const Survey& found, bool may_cut, int depth) {
  JpegPatcher patcher{patch, found, depth};
  patcher.run();
  if (!found.is_truncated) patch_behind(patch, {std::min(found.end, range.end), range.end}, found, may_cut, depth);
  patcher.wipe_credentials();
}

Status patch_jpeg(Patch& patch, const Survey& found) {
  patch_jpeg(patch, patch.full_range(), found, true, 0);
  return {};
}

bool patch_inner_jpeg(Patch& patch, Range range, int depth) {
  if (depth > max_depth || !starts_with(patch.bytes(range), "\xFF\xD8\xFF")) return false;
  return !patch.charge_budget(range.size()) || patch_further(patch, range, false, depth);
}

void patch_trailer(Patch& patch, Range trailer, bool may_cut, int depth) {
  const auto bytes = patch.bytes(trailer);
  if (!patch.charge_budget(bytes.size())) return;
  const auto picture = without_padding(patch, trailer);
  if (picture.size() == 0 || patch_further(patch, picture, may_cut, depth + 1)) return;
  if (patch.patch_inner(picture, may_cut) || !may_hold_place(bytes)) return;
  HoldSet holds = holds_gps();
  TrailerScan scan;
  scan.feed(bytes);
  holds.add(scan.holds());
  if (may_cut) {
    patch.cut(trailer, Kind::trailer, holds);
  } else {
    patch.wipe(trailer, Kind::trailer, holds);
  }
}

}  // namespace stripmeta::location
