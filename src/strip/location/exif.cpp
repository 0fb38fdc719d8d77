#include "strip/location/exif.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "strip/jpeg/location.hpp"
#include "strip/location/iptc.hpp"
#include "strip/location/note.hpp"
#include "strip/location/sign.hpp"
#include "strip/location/xmp.hpp"
#include "strip/metadata/tiff_directory.hpp"
#include "strip/metadata/tiff_tags.hpp"

namespace stripmeta::location {
namespace {

bool is_geo(std::uint16_t tag) {
  return tiff::is_geotiff(tag) || tag == tiff::tag_rational_polynomials;
}

// Of an entry that goes for what it may hold.
Kind kind_of(std::uint16_t tag) {
  if (tag == tiff::tag_c2pa) return Kind::c2pa;
  return tag == tiff::tag_maker_note ? Kind::maker_note : Kind::tag;
}

class Directories {
 public:
  // `block`: the structure in `all`.
  Directories(Patch& patch, Range all, const tiff::Block& block, int depth)
      : patch_(patch), all_(all), block_(block), budget_(8 * std::uint64_t{all.size()} + 4096), depth_(depth) {}

  bool run() {
    walk_chain(block_.first());
    for (std::size_t i = 0; i < pending_.size() && budget_ > 0; ++i) walk_chain(pending_[i]);
    return budget_ > 0;
  }

  // Takes the entries of one tag out.
  void drop(std::uint16_t tag, Kind kind, HoldSet holds) {
    dropped_ = tag;
    dropped_kind_ = kind;
    dropped_holds_ = holds;
    run();
  }

 private:
  // Past the budget nothing is followed any more: directories and values may be shared.
  bool spend(std::uint64_t bytes) {
    budget_ -= std::min(bytes, budget_);
    return patch_.spend(bytes) && budget_ > 0;
  }

  // Its bytes change while they are read.
  tiff::Block block() const { return block_.with_bytes(patch_.bytes(all_)); }

  Range range_of(std::uint64_t at, std::uint64_t size) const {
    return all_.part(static_cast<std::size_t>(at), static_cast<std::size_t>(size));
  }
  Range value_of(const tiff::Entry& entry) const { return range_of(entry.value_at, entry.value.size()); }

  void walk_chain(std::uint64_t at) {
    while (at != 0 && budget_ > 0 && seen_.insert(at).second) {
      const auto directory = block().directory(at, tiff::Broken::skip);
      if (!directory) return;
      at = directory->next;
      walk(*directory);
    }
  }

  // Readers follow any number, and what is for nothing else.
  static std::optional<std::uint64_t> pointer(const tiff::Entry& entry, std::uint64_t i = 0) {
    constexpr std::uint64_t long_size = 4;
    const auto unit = entry.unit();
    const bool as_bytes = unit == 1 && entry.count == long_size && i == 0;
    if (!entry.is_readable || i >= entry.count) return std::nullopt;
    if (as_bytes) return u32(entry.value, 0, entry.order);
    const auto at = static_cast<std::size_t>(i) * unit;
    switch (unit) {
      case 2: return u16(entry.value, at, entry.order);
      case 4: return u32(entry.value, at, entry.order);
      case 8: return u64(entry.value, at, entry.order);
      default: return std::nullopt;
    }
  }

  void walk(const tiff::Directory& directory) {
    std::vector<std::byte> kept;
    std::optional<std::uint64_t> thumbnail;
    std::optional<std::uint64_t> thumbnail_size;
    for (std::uint64_t i = 0; i < directory.count && spend(block_.entry_size()); ++i) {
      const auto each = block().entry(directory, i);
      if (each.tag == tiff::tag_jpeg_offset) thumbnail = pointer(each);
      if (each.tag == tiff::tag_jpeg_length) thumbnail_size = pointer(each);
      const auto range = range_of(block_.entry_at(directory, i), block_.entry_size());
      if (!goes(each)) put_bytes(kept, patch_.bytes(range));
    }
    if (budget_ > 0) close(directory, kept);
    if (thumbnail && thumbnail_size) on_thumbnail(*thumbnail, *thumbnail_size);
  }

  // Writes the entries that are left, and the next directory's offset behind them.
  void close(const tiff::Directory& directory, std::vector<std::byte>& kept) {
    const auto count = kept.size() / block_.entry_size();
    if (count == directory.count) return;
    std::vector<std::byte> bytes;
    put_number(bytes, count, block_.count_size());
    put_bytes(bytes, kept);
    put_number(bytes, directory.next, block_.pointer_size());
    bytes.resize(static_cast<std::size_t>(directory.size));
    patch_.put(range_of(directory.at, directory.size).begin, bytes);
  }

  void put_number(std::vector<std::byte>& out, std::uint64_t value, std::size_t size) const {
    if (size == 2) return put_u16(out, static_cast<unsigned>(value), block_.order());
    if (size == 4) return put_u32(out, static_cast<std::uint32_t>(value), block_.order());
    put_u64(out, value, block_.order());
  }

  // Whether an entry goes; its value is dealt with.
  bool goes(const tiff::Entry& each) {
    if (!spend(each.value.size())) return false;
    if (dropped_) return each.tag == *dropped_ ? wipe(each, dropped_kind_, dropped_holds_) : follow(each);
    if (each.tag == tiff::tag_gps_ifd) return wipe_positions(each);
    if (is_geo(each.tag)) return wipe(each, Kind::geo, place());
    if (each.is_readable) {
      if (each.tag == tiff::tag_make) make_ = as_text(each.value);
      if (is_doubtful(each)) return wipe(each, kind_of(each.tag), place());
      patch_value(each.tag, value_of(each));
    }
    return follow(each);
  }

  bool is_doubtful(const tiff::Entry& each) const {
    const auto value = each.value;
    switch (each.tag) {
      case tiff::tag_maker_note: return may_hold_place_in_note(block(), each, make_);
      case tiff::tag_c2pa:
      case tiff::tag_dng_private_data:
      case tiff::tag_photoshop_layers: return may_hold_place(value);
      case tiff::tag_gdal_metadata: return may_hold_place(value) || contains(value, "GEO") || contains(value, "NITF");
      default: return false;
    }
  }

  void patch_value(std::uint16_t tag, Range value) {
    switch (tag) {
      case tiff::tag_xmp:
        if (!patch_xmp(patch_, value)) patch_.wipe(value, Kind::xmp, place());
        break;
      case tiff::tag_iptc:
        if (!patch_iptc(patch_, value, Kind::iptc)) patch_.wipe(value, Kind::iptc, place());
        break;
      case tiff::tag_photoshop: patch_resources(patch_, value, Kind::photoshop); break;
      default: break;
    }
  }

  bool follow(const tiff::Entry& each) {
    constexpr std::uint64_t cost = 256;  // bytes; what is held of one is much less than they
    const bool leads_to_one =
        each.tag == tiff::tag_exif_ifd || each.tag == tiff::tag_global_ifd || each.tag == tiff::tag_interop_ifd;
    std::uint64_t count = leads_to_one ? 1 : 0;
    if (each.tag == tiff::tag_sub_ifds) count = each.count;
    for (std::uint64_t i = 0; i < count && spend(cost); ++i) {
      if (const auto at = pointer(each, i)) pending_.push_back(*at);
    }
    return false;
  }

  bool wipe(const tiff::Entry& each, Kind kind, HoldSet holds) {
    patch_.tell(kind, block_.entry_size() + wipe_apart(each), holds);
    return true;
  }

  // The value, if it does not stand in the entry itself. Answers its size.
  std::uint64_t wipe_apart(const tiff::Entry& each) {
    if (!each.is_readable || !each.is_apart) return 0;
    patch_.fill(value_of(each), std::byte{0});
    return each.value.size();
  }

  bool wipe_positions(const tiff::Entry& each) {
    std::uint64_t size = block_.entry_size();
    if (const auto at = pointer(each)) size += wipe_directory(*at);
    patch_.tell(Kind::exif, size, place());
    return true;
  }

  // A pointer may be stale, and what it leads to something else: that ends at an entry of unknown type.
  std::uint64_t wipe_directory(std::uint64_t at) {
    const auto directory = block().directory(at, tiff::Broken::stop);
    if (!directory || (directory->count == 0 && !directory->is_whole)) return 0;
    std::uint64_t size = directory->size;
    for (std::uint64_t i = 0; i < directory->count && spend(block_.entry_size()); ++i) {
      const auto position = block().entry(*directory, i);
      if (spend(position.is_apart ? position.value.size() : 0)) size += wipe_apart(position);
    }
    patch_.fill(range_of(directory->at, directory->size), std::byte{0});
    return size;
  }

  void on_thumbnail(std::uint64_t at, std::uint64_t size) {
    if (dropped_ || at > all_.size() || size > all_.size() - at || !spend(4 * size)) return;
    const auto range = range_of(at, size);
    if (patch_inner_jpeg(patch_, range, depth_ + 1)) return;
    if (may_hold_place(patch_.bytes(range))) patch_.wipe(range, Kind::exif, place());
  }

  Patch& patch_;
  Range all_;
  tiff::Block block_;
  std::uint64_t budget_;
  int depth_;
  std::set<std::uint64_t> seen_;
  std::vector<std::uint64_t> pending_;
  std::string make_;
  std::optional<std::uint16_t> dropped_;
  Kind dropped_kind_{};
  HoldSet dropped_holds_;
};

}  // namespace

bool patch_exif(Patch& patch, Range tiff, int depth) {
  constexpr std::string_view signature("Exif\0\0", 6);
  if (starts_with(patch.bytes(tiff), signature)) tiff = tiff.part(signature.size());
  const auto bytes = patch.bytes(tiff);
  if (is_zero(bytes)) return true;
  const auto block = tiff::Block::open(bytes);
  return block && Directories{patch, tiff, *block, depth}.run();
}

void drop_credentials(Patch& patch, Range tiff) {
  const auto block = tiff::Block::open(patch.bytes(tiff));
  if (block) Directories{patch, tiff, *block, 0}.drop(tiff::tag_c2pa, Kind::c2pa, HoldSet{}.add(Holds::edit_history));
}

}  // namespace stripmeta::location
