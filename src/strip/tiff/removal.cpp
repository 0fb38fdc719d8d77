#include "strip/tiff/removal.hpp"

#include <algorithm>

#include "strip/metadata/exif.hpp"
#include "strip/metadata/sensitive.hpp"
#include "strip/metadata/sensitive_in.hpp"
#include "strip/metadata/tiff_tags.hpp"
#include "strip/tiff/kept_tags.hpp"

namespace stripmeta::tiff {
namespace {

constexpr int max_depth = 4;                   // page, sub-IFD, Exif, interoperability
constexpr std::uint64_t bytes_per_range = 16;  // memory that UsedRanges takes for a range

Kind tag_kind(std::uint16_t tag) {
  switch (tag) {
    case tag_xmp: return Kind::xmp;
    case tag_iptc: return Kind::iptc;
    case tag_photoshop: return Kind::photoshop;
    case tag_exif_ifd:
    case tag_gps_ifd:
    case tag_interop_ifd: return Kind::exif;
    case tag_maker_note: return Kind::maker_note;
    case tag_icc: return Kind::icc;
    case tag_orientation: return Kind::orientation;
    case tag_x_resolution:
    case tag_y_resolution:
    case tag_resolution_unit: return Kind::density;
    case tag_c2pa: return Kind::c2pa;
    case tag_sub_ifds: return Kind::pyramid;
    case tag_jpeg_offset:
    case tag_jpeg_length: return Kind::thumbnail;
    default: return is_geotiff(tag) ? Kind::geo : Kind::tag;
  }
}

bool leads_to_directory(std::uint16_t tag) {
  return tag == tag_exif_ifd || tag == tag_gps_ifd || tag == tag_interop_ifd || tag == tag_sub_ifds ||
         tag == tag_global_ifd;
}

}  // namespace

bool is_reduced(const TagDirectory& directory) {
  constexpr std::uint64_t old_reduced = 2;  // in tag 255, which 254 has replaced
  const auto type = directory.integer(tag_subfile_type);
  if ((type.value_or(0) & 1U) != 0) return true;
  if (!type && directory.integer(tag_old_subfile_type) == old_reduced) return true;
  return directory.find(tag_jpeg_offset) != nullptr && directory.find(tag_strip_offsets) == nullptr &&
         directory.find(tag_tile_offsets) == nullptr;
}

// PageNumber that says no more than the page's place in the file (TIFF 6.0 section 12). The count may be 0: unknown.
bool Removal::is_own_number(const Entry& entry) const {
  constexpr std::uint16_t page_number = 297;
  if (entry.tag != page_number || entry.type != type_short || entry.count != 2) return false;
  const auto count = entry.integer(1);
  return entry.integer(0) == page_ && (count == 0U || count == page_count_);
}

std::uint64_t Removal::size_of(const Entry& entry) const {
  return file_.entry_size() + (entry.value.size() > file_.pointer_size() ? entry.value.size() : 0);
}

Status Removal::remove(const Entry& entry) {
  if (is_own_number(entry)) {
    used_.add(entry.value_at, entry.value.size());
    return out_.report().add(Kind::layout, Fate::removed, size_of(entry)), Status{};
  }
  is_any_removed_ = true;
  below_ = 0;
  const auto kind = tag_kind(entry.tag);
  auto holds = holds_of(entry, Group::image);
  if (leads_to_directory(entry.tag)) holds.add(search_below(entry, Group::image, 0));
  if (has_raw_) return fail(ErrorKind::unsupported, entry.value_at, "a raw image of a camera is not supported");
  out_.report().add(kind, Fate::removed, std::min<std::uint64_t>(size_of(entry) + below_, file_.bytes().size()), holds);
  // The observer later gets a classic file as a whole, as Exif, and finds these blocks in it.
  if (!file_.is_big() || is_searched_out()) return {};
  if (kind == Kind::xmp || kind == Kind::iptc || kind == Kind::c2pa) out_.found(kind, entry.value, entry.value_at);
  return {};
}

Status Removal::remove(const TagDirectory& directory) {
  is_any_removed_ = true;
  below_ = directory.size;
  auto holds = search(directory, Group::image, 0);
  if (has_raw_) return fail(ErrorKind::unsupported, directory.at, "a raw image of a camera is not supported");
  const bool is_thumbnail = directory.find(tag_jpeg_offset) != nullptr;
  below_ = std::min<std::uint64_t>(below_, file_.bytes().size());
  out_.report().add(is_thumbnail ? Kind::thumbnail : Kind::pyramid, Fate::removed, below_, holds.add(Holds::thumbnail));
  return {};
}

// Thousands of entries may share a value as long as the file: searching each would take quadratic time.
HoldSet Removal::holds_of(const Entry& entry, Group group) {
  used_.add(entry.value_at, entry.value.size());
  searched_ += entry.value.size();
  if (is_searched_out()) return {};
  if (group == Group::gps) {
    constexpr std::uint16_t version = 0;
    return entry.tag != version && says_something(entry.value) ? HoldSet{}.add(Holds::gps) : HoldSet{};
  }
  switch (entry.tag) {
    case tag_xmp:
    case tag_iptc:
    case tag_photoshop:
    case tag_c2pa:
    case tag_jpeg_offset: return sensitive_in(tag_kind(entry.tag), entry.value);
    case tag_geo_keys:
    case tag_tie_points:
    case tag_transformation: return HoldSet{}.add(Holds::gps);
    default: return exif_entry_holds(entry.tag, entry.value);
  }
}

// Directories that cannot be read are ignored.
HoldSet Removal::search_below(const Entry& entry, Group group, int depth) {
  HoldSet holds;
  if (depth == max_depth) return holds;
  if (entry.tag == tag_gps_ifd) group = Group::gps;
  if (entry.tag == tag_sub_ifds) holds.add(Holds::thumbnail);
  for (std::uint64_t i = 0; i < entry.count; ++i) {
    const auto at = entry.pointer(i);
    if (!at || ++read_ > file_.bytes().size()) break;  // directories may be shared and form loops
    if (!entered_.insert(*at).second) continue;
    const auto directory = read_directory(file_, *at);
    if (!directory) continue;
    read_ += directory->size;
    if (read_ > file_.bytes().size()) break;
    below_ += directory->size;
    holds.add(search(*directory, group, depth + 1));
  }
  return holds;
}

HoldSet Removal::search(const TagDirectory& directory, Group group, int depth) {
  used_.add(directory.at, directory.size);
  HoldSet holds;
  for (const auto& entry : directory.entries) {
    if (entry.value.size() > file_.pointer_size()) below_ += entry.value.size();
    holds.add(holds_of(entry, group));
    if (leads_to_directory(entry.tag)) holds.add(search_below(entry, group, depth));
  }
  const auto photometric = directory.integer(tag_photometric);
  has_raw_ = has_raw_ || photometric == color_filter_array || photometric == linear_raw;
  add_pictures(directory);
  return holds;
}

void Removal::add_pictures(const TagDirectory& directory) {
  add_ranges(directory, tag_strip_offsets, tag_strip_sizes);
  add_ranges(directory, tag_tile_offsets, tag_tile_sizes);
  add_ranges(directory, tag_jpeg_offset, tag_jpeg_length);
}

void Removal::add_ranges(const TagDirectory& directory, std::uint16_t offsets, std::uint16_t counts) {
  const auto* at = directory.find(offsets);
  const auto* size = directory.find(counts);
  if (at != nullptr && size != nullptr) below_ += add_ranges(*at, *size, 0);
}

// Returns the bytes of the ranges.
std::uint64_t Removal::add_ranges(const Entry& offsets, const Entry& sizes, std::uint64_t from) {
  std::uint64_t bytes = 0;
  for (std::uint64_t i = from; i < std::min(offsets.count, sizes.count); ++i) {
    const auto begin = offsets.integer(i);
    const auto length = sizes.integer(i);
    read_ += bytes_per_range;
    if (!begin || !length || read_ > file_.bytes().size()) break;
    used_.add(*begin, *length);
    if (*begin < file_.bytes().size()) bytes += std::min<std::uint64_t>(*length, file_.bytes().size() - *begin);
  }
  return bytes;
}

void Removal::remove_surplus(const Entry& offsets, const Entry& sizes, std::uint64_t from) {
  const auto bytes = std::min<std::uint64_t>(add_ranges(offsets, sizes, from), file_.bytes().size());
  if (bytes > 0) out_.report().add(Kind::picture, Fate::removed, bytes, HoldSet{}.add(Holds::picture));
}

}  // namespace stripmeta::tiff
