#include "strip/location/remains.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "strip/base/ascii.hpp"
#include "strip/location/exif.hpp"
#include "strip/location/iptc.hpp"
#include "strip/location/xmp.hpp"
#include "strip/metadata/photoshop.hpp"
#include "strip/metadata/tiff_directory.hpp"
#include "strip/metadata/tiff_tags.hpp"

namespace stripmeta::location {
namespace {

constexpr auto npos = std::string_view::npos;

class Remains {
 public:
  explicit Remains(Patch& patch) : patch_(patch), cuts_(joined(patch.cuts())) {}

  bool run() {
    auto bytes = patch_.bytes();
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      if (!begins_mark[u8(bytes, at)]) continue;
      if (!visit(at)) return false;
      bytes = patch_.bytes();
    }
    return true;
  }

 private:
  static constexpr std::array<std::string_view, 4> tiff_marks{{{"II*\0", 4}, {"MM\0*", 4}, {"II+\0", 4}, {"MM\0+", 4}}};
  static constexpr std::string_view packet_begin = "<rdf:RDF";
  static constexpr std::string_view packet_end = "</rdf:RDF>";
  static constexpr std::string_view resource_begin{"8BIM\x04\x04\0\0", 8};  // IPTC without a name

  // Whether one of those begins with the byte: one pass finds all.
  static constexpr std::array<bool, 256> begins_mark = [] {
    std::array<bool, 256> table{};
    for (const char c : {'I', 'M', '<', '8'}) table[static_cast<unsigned char>(c)] = true;
    return table;
  }();

  bool visit(std::size_t at) {
    const auto from = patch_.full_range().part(at);
    const auto text = as_text(patch_.bytes(from));
    const auto is_here = [&](std::string_view mark) { return text.starts_with(mark); };
    if (std::ranges::any_of(tiff_marks, is_here)) return is_cut(at) || on_tiff(from);
    if (is_here(packet_begin)) return is_cut(at) || on_packet(from);
    return !is_here(resource_begin) || is_cut(at) || on_resource(from);
  }

  bool is_cut(std::size_t at) const {
    const auto next = std::ranges::upper_bound(cuts_, at, {}, &Range::begin);
    return next != cuts_.begin() && at < std::prev(next)->end;
  }

  // A BigTIFF may be read as a classic structure, too.
  bool on_tiff(Range tiff) {
    const auto all = patch_.bytes(tiff);
    const auto by_number = tiff::Block::open(all);
    const auto classic = tiff::Block::open_any_number(all);
    return (!by_number || !by_number->is_big() || on_structure(tiff, *by_number)) &&
           (!classic || on_structure(tiff, *classic));
  }

  bool on_structure(Range tiff, const tiff::Block& block) {
    if (!leads_to_place(block.with_bytes(patch_.bytes(tiff)))) return !patch_.is_exhausted();
    return patch_structure(patch_, tiff, block, 1) && !leads_to_place(block.with_bytes(patch_.bytes(tiff)));
  }

  // Whether a directory of the first chain has a GPS IFD or GeoTIFF's tags. All entries must have known types: bytes
  // that only look like a header seldom lead to such a directory.
  bool leads_to_place(const tiff::Block& block) {
    constexpr int most_directories = 8;
    auto at = block.first();
    for (int i = 0; i < most_directories && at != 0; ++i) {
      const auto directory = block.directory(at, tiff::Broken::skip);
      if (!directory || !directory->is_whole || !patch_.charge_budget(directory->size)) return false;
      bool has_place = false;
      for (const auto& entry : block.entries(*directory)) {
        if (entry.unit() == 0) return false;
        has_place = has_place || entry.tag == tiff::tag_gps_ifd || tiff::is_geotiff(entry.tag);
      }
      if (has_place) return true;
      at = directory->next;
    }
    return false;
  }

  // A packet that is not well-formed goes whole if it names a coordinate.
  bool on_packet(Range from) {
    const auto text = as_text(patch_.bytes(from));
    const auto end = text.find(packet_end);
    const auto packet = from.part(0, end == npos ? npos : end + packet_end.size());
    if (!patch_.charge_budget(packet.size())) return false;
    if (!names_coordinate(packet)) return true;
    if (!patch_xmp(patch_, packet)) patch_.wipe(packet, Kind::xmp, holds_gps());
    return true;
  }

  bool names_coordinate(Range packet) const {
    constexpr std::array<std::string_view, 3> names{"GPSLatitude", "GPSLongitude", "GPSAltitude"};
    const auto text = as_text(patch_.bytes(packet));
    return std::ranges::any_of(names, [&](std::string_view name) { return find_ignoring_case(text, name) != npos; });
  }

  // The mark is followed by the size of the data.
  bool on_resource(Range from) {
    const auto bytes = patch_.bytes(from.part(resource_begin.size()));
    constexpr std::size_t size_field = 4;
    if (bytes.size() < size_field) return true;
    const auto data = from.part(resource_begin.size() + size_field, u32(bytes, 0));
    if (!patch_.charge_budget(data.size())) return false;
    return !says_place(patch_.bytes(data)) || patch_iptc(patch_, data, Kind::iptc);
  }

  Patch& patch_;
  std::vector<Range> cuts_;  // in order
};

}  // namespace

bool patch_remains(Patch& patch) {
  return Remains{patch}.run();
}

}  // namespace stripmeta::location
