#include "strip/heif/location.hpp"

#include <algorithm>
#include <string_view>

#include "strip/bmff/payload.hpp"
#include "strip/grammar/trailer_scan.hpp"
#include "strip/heif/file.hpp"
#include "strip/heif/meta.hpp"
#include "strip/heif/movie.hpp"
#include "strip/heif/select.hpp"
#include "strip/location/exif.hpp"
#include "strip/location/jpeg.hpp"
#include "strip/location/sign.hpp"
#include "strip/location/xmp.hpp"

namespace stripmeta::location {
namespace {

using bmff::Box;
using bmff::type;
using heif::Item;

bool is_credential(const Box& box) {
  const auto kind = heif::kind_of(box);
  return kind == Kind::jumbf || kind == Kind::c2pa;
}

// Whether a child of moov or of a track is needed for the picture.
bool is_of_picture(bmff::Type name) {
  switch (name) {
    case type("ftyp"):
    case type("mvhd"):
    case type("trak"):
    case type("tkhd"):
    case type("tref"):
    case type("edts"):
    case type("mdia"): return true;
    default: return false;
  }
}

class HeifPatcher {
 public:
  explicit HeifPatcher(Patch& patch) : patch_(patch), input_(patch.bytes()) {}

  Status run() {
    auto file = heif::read_file(input_, false);
    if (!file) return std::unexpected(file.error());
    file_ = std::move(*file);
    if (auto status = on_meta(); !status) return status;
    if (auto status = on_movie(); !status) return status;
    for (const auto& box : file_.others) on_box(box);
    const auto trailer = patch_.full_range().part(input_.size() - file_.trailer.size());
    patch_trailer(patch_, trailer, true, 0);
    for (const auto& box : file_.others) drop_credential(box);
    for (const auto& box : meta_.others) drop_credential(box);
    return {};
  }

 private:
  Status on_meta() {
    if (!file_.meta) return {};
    auto meta = heif::read_meta(input_, *file_.meta);
    if (!meta) return std::unexpected(meta.error());
    meta_ = std::move(*meta);
    for (const auto& item : meta_.items) on_item(item);
    for (const auto& box : meta_.properties) {
      if (box.type == type("uuid") || box.type == type("udes")) on_box(box);
    }
    for (const auto& box : meta_.others) on_box(box);
    return {};
  }

  void on_item(const Item& item) {
    if (item.type == type("Exif")) return on_exif(item);
    if (item.type == type("mime")) return item.content_type == "application/rdf+xml" ? on_xmp(item) : on_unread(item);
    if (item.type == type("jpeg")) return on_jpeg(item);
    if (item.type != type("tmap") && !heif::is_picture(item.type)) on_unread(item);
  }

  void on_exif(const Item& item) {
    edit(item, Kind::exif,
         [](Patch& data) { return patch_exif(data, data.full_range().part(bmff::exif_offset(data.bytes())), 0); });
  }

  void on_xmp(const Item& item) {
    edit(item, Kind::xmp, [](Patch& data) { return patch_xmp(data, data.full_range()); });
  }

  void on_unread(const Item& item) {
    edit(item, Kind::item, [](Patch& data) { return !may_hold_place(data.bytes()); });
  }

  void on_jpeg(const Item& item) {
    edit(item, Kind::picture, [](Patch& data) {
      patch_inner_jpeg(data, data.full_range(), 1);
      return true;
    });
  }

  // Patches an item's data, which may be in several extents, or fills them with zeros if `change` returns false.
  template <typename Change>
  void edit(const Item& item, Kind kind, Change change) {
    constexpr std::uint64_t cost = 16;  // for each byte: items may share their data
    if (!patch_.charge_budget(cost * item.data_size())) return;
    std::vector<std::byte> joined;
    const auto data = heif::data_of(item, patch_.bytes(), joined);
    Patch inner{data};
    if (!change(inner)) inner.wipe(inner.full_range(), kind, holds_gps());
    patch_.overwrite(item.extents, inner);
  }

  Status on_movie() {
    if (!file_.moov) return {};
    const auto movie = heif::read_movie(input_, *file_.moov);
    if (!movie) return std::unexpected(movie.error());
    on_children(*file_.moov);
    for (const auto& track : movie->tracks) {
      on_children(track.box);
      const bool seen = track.handler == type("pict") || track.handler == type("auxv") || track.handler == type("vide");
      if (seen || track.handler == type("soun")) continue;
      for (const auto& chunk : track.chunks) {
        patch_.wipe(chunk.range, Kind::track, holds_gps());
      }
    }
    return {};
  }

  void on_children(const Box& parent) {
    const auto children = heif::children_of(input_, parent);
    for (const auto& box : children.value_or(heif::Children{})) {
      if (!is_of_picture(box.type)) on_box(box);
    }
  }

  void on_box(const Box& box) {
    if (is_credential(box)) return;
    const auto kind = heif::kind_of(box);
    if (patch_content(box, kind) || !may_hold_place(box.payload)) return;
    free(box, kind == Kind::xmp || kind == Kind::exif ? kind : Kind::box, holds_gps());
  }

  // Patches the box if it is XMP or Exif. Returns whether that worked.
  bool patch_content(const Box& box, Kind kind) {
    const auto content = box.payload_range().part(bmff::uuid_size);
    if (kind == Kind::xmp) return patch_xmp(patch_, content);
    return kind == Kind::exif && patch_exif(patch_, content, 0);
  }

  void drop_credential(const Box& box) {
    if (!is_credential(box) || (!patch_.changed() && !may_hold_place(box.payload))) return;
    free(box, Kind::c2pa, HoldSet{}.add(Holds::edit_history));
  }

  // Turns a box into one that readers ignore.
  void free(const Box& box, Kind kind, HoldSet holds) {
    constexpr std::size_t type_at = 4;
    constexpr std::string_view name = "free";
    TrailerScan scan;  // if a video goes, the report has to name it
    scan.feed(box.payload);
    if (scan.has_video()) holds.add(Holds::video);
    if (!patch_.wipe(box.payload_range(), kind, holds)) return;
    patch_.put(box.at + type_at, std::as_bytes(std::span{name}));
  }

  Patch& patch_;
  Bytes input_;
  heif::File file_;
  heif::Meta meta_;
};

}  // namespace

Status patch_heif(Patch& patch, const Survey& /*found*/) {
  return HeifPatcher{patch}.run();
}

}  // namespace stripmeta::location
