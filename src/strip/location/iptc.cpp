#include "strip/location/iptc.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "strip/location/exif.hpp"
#include "strip/location/jpeg.hpp"
#include "strip/location/sign.hpp"
#include "strip/location/xmp.hpp"
#include "strip/metadata/iptc.hpp"
#include "strip/metadata/photoshop.hpp"

namespace stripmeta::location {
namespace {

constexpr std::array places{
    iptc::content_location_code, iptc::content_location_name, iptc::city, iptc::sublocation, iptc::province,
    iptc::country_code,          iptc::country_name};

bool is_place(const iptc::Dataset& dataset) {
  if (dataset.is(iptc::envelope, iptc::destination)) return true;
  return dataset.record == iptc::application && std::ranges::find(places, dataset.number) != places.end();
}

}  // namespace

bool says_place(Bytes iim) {
  bool found = false;
  iptc::visit_datasets(iim, [&](const iptc::Dataset& dataset) { found = found || is_place(dataset); });
  return found;
}

bool patch_iptc(Patch& patch, Range iim, Kind kind) {
  const auto bytes = patch.bytes(iim);
  if (is_zero(bytes)) return true;
  if (!iptc::read_dataset(bytes)) return false;
  std::vector<std::byte> kept;
  const auto end = iptc::visit_datasets(bytes, [&](const iptc::Dataset& dataset) {
    if (!is_place(dataset)) put_bytes(kept, dataset.all);
  });
  // Some readers skip bytes that are not a dataset and look for the next one.
  const auto rest = bytes.subspan(end);
  const bool may_go_on = std::ranges::find(rest, iptc::tag_marker) != rest.end();
  if (!may_go_on) put_bytes(kept, rest);
  const auto gone = bytes.size() - kept.size();
  if (gone == 0) return true;
  kept.resize(bytes.size());
  patch.put(iim.begin, kept);
  patch.report_removed(kind, gone, holds_gps());
  return true;
}

namespace {

class ResourcePatcher {
 public:
  ResourcePatcher(Patch& patch, Range resources, Kind kind) : patch_(patch), resources_(resources), kind_(kind) {}

  void run() {
    const auto bytes = patch_.bytes(resources_);
    std::vector<Found> found;
    const auto end = photoshop::visit_resources(bytes, [&](const photoshop::Resource& resource) {
      const auto data_at = static_cast<std::size_t>(resource.data.data() - bytes.data());
      found.push_back({resource.is_8bim, resource.id, resources_.part(data_at, resource.data.size())});
    });
    for (const auto& resource : found) patch_resource(resource);
    if (iptc_changed_ && digest_) patch_.fill(*digest_, std::byte{0});
    wipe_if_doubtful(resources_.part(end));
  }

 private:
  // Names a resource by its range, because the first change may copy the bytes that a Resource refers to.
  struct Found {
    bool is_8bim;
    std::uint16_t id;
    Range data;
  };

  void patch_resource(const Found& resource) {
    if (!resource.is_8bim) return wipe_if_doubtful(resource.data);
    switch (resource.id) {
      case photoshop::iptc: return patch_iptc_resource(resource.data);
      case photoshop::exif:
      case photoshop::exif_3:
        if (!patch_exif(patch_, resource.data, 1)) wipe(resource.data);
        break;
      case photoshop::xmp:
        if (!patch_xmp(patch_, resource.data)) wipe(resource.data);
        break;
      case photoshop::caption_digest: digest_ = resource.data; break;
      case photoshop::old_thumbnail:
      case photoshop::thumbnail:
        patch_inner_jpeg(patch_, resource.data.part(photoshop::thumbnail_header_size), 2);
        break;
      default: wipe_if_doubtful(resource.data);
    }
  }

  void patch_iptc_resource(Range data) {
    const auto removed_before = patch_.removed_count();
    if (!patch_iptc(patch_, data, kind_)) wipe(data);
    iptc_changed_ = iptc_changed_ || patch_.removed_count() != removed_before;
  }

  void wipe(Range range) { patch_.wipe(range, kind_, holds_gps()); }
  void wipe_if_doubtful(Range range) {
    if (may_hold_place(patch_.bytes(range))) wipe(range);
  }

  Patch& patch_;
  Range resources_;
  Kind kind_;
  bool iptc_changed_{false};
  std::optional<Range> digest_;
};

}  // namespace

void patch_resources(Patch& patch, Range resources, Kind kind) {
  ResourcePatcher{patch, resources, kind}.run();
}

}  // namespace stripmeta::location
