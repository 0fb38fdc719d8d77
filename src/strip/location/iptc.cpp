#include "strip/location/iptc.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "strip/location/exif.hpp"
#include "strip/location/jpeg.hpp"
#include "strip/location/sign.hpp"
#include "strip/location/xmp.hpp"
#include "strip/metadata/photoshop.hpp"

namespace stripmeta::location {
namespace {

constexpr std::uint8_t marker = 0x1C;
constexpr std::size_t thumbnail_head = 28;  // before the JPEG of a thumbnail resource
constexpr std::uint8_t application_record = 2;
// Content location code and name, city, sublocation, province, country's code and name.
constexpr std::array<std::uint8_t, 7> places{26, 27, 90, 92, 95, 100, 101};

// Bytes of the dataset at the front, as far as they are there (1.6: a length past 32,767 says how long the length is).
std::size_t dataset_size(Bytes rest) {
  constexpr std::size_t head = 5;
  constexpr std::size_t extended = 0x8000;
  if (rest.size() < head) return rest.size();
  const std::size_t length = u16(rest, 3);
  if (length < extended) return std::min(rest.size(), head + length);
  const std::size_t width = length - extended;
  if (width > 8 || rest.size() < head + width) return rest.size();
  std::uint64_t size = 0;
  for (std::size_t i = 0; i < width; ++i) size = size << 8U | u8(rest, head + i);
  const auto room = rest.size() - head - width;
  return head + width + static_cast<std::size_t>(std::min<std::uint64_t>(size, room));
}

bool is_place_dataset(Bytes dataset) {
  return dataset.size() > 2 && u8(dataset, 1) == application_record &&
         std::ranges::find(places, u8(dataset, 2)) != places.end();
}

}  // namespace

bool patch_iptc(Patch& patch, Range iim, Kind kind) {
  const auto bytes = patch.bytes(iim);
  if (is_zero(bytes)) return true;
  if (u8(bytes, 0) != marker) return false;
  std::vector<std::byte> kept;
  std::size_t at = 0;
  while (at < bytes.size() && u8(bytes, at) == marker) {
    const auto dataset = bytes.subspan(at, dataset_size(bytes.subspan(at)));
    if (!is_place_dataset(dataset)) put_bytes(kept, dataset);
    at += dataset.size();
  }
  // Some readers look for a further dataset behind what is none.
  const auto rest = bytes.subspan(at);
  const bool may_go_on = std::ranges::find(rest, std::byte{marker}) != rest.end();
  if (!may_go_on) put_bytes(kept, rest);
  const auto gone = bytes.size() - kept.size();
  if (gone == 0) return true;
  kept.resize(bytes.size());
  patch.put(iim.begin, kept);
  patch.tell(kind, gone, place());
  return true;
}

namespace {

class ResourcePatcher {
 public:
  ResourcePatcher(Patch& patch, Range resources, Kind kind) : patch_(patch), resources_(resources), kind_(kind) {}

  void run() {
    const auto bytes = patch_.bytes(resources_);
    std::vector<std::pair<std::uint16_t, Range>> found;
    const auto end = visit_resources(bytes, [&](std::uint16_t id, Bytes data) {
      found.emplace_back(id, resources_.part(static_cast<std::size_t>(data.data() - bytes.data()), data.size()));
    });
    for (const auto& [id, data] : found) on_resource(id, data);
    if (iptc_changed_ && digest_) patch_.fill(*digest_, std::byte{0});
    const auto rest = resources_.part(end);
    if (may_hold_place(patch_.bytes(rest))) wipe(rest);
  }

 private:
  void on_resource(std::uint16_t id, Range data) {
    switch (id) {
      case iptc_resource: {
        const auto told = patch_.told();
        if (!patch_iptc(patch_, data, kind_)) wipe(data);
        iptc_changed_ = iptc_changed_ || patch_.told() != told;
        break;
      }
      case 0x0422:
      case 0x0423:
        if (!patch_exif(patch_, data, 1)) wipe(data);
        break;
      case 0x0424:
        if (!patch_xmp(patch_, data)) wipe(data);
        break;
      case 0x0425: digest_ = data; break;
      case 0x0409:
      case 0x040C: patch_inner_jpeg(patch_, data.part(thumbnail_head), 2); break;
      default: break;
    }
  }

  void wipe(Range range) { patch_.wipe(range, kind_, place()); }

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
