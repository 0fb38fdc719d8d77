#include "strip/location/exif.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "strip/location/iptc.hpp"
#include "strip/location/jpeg.hpp"
#include "strip/location/note.hpp"
#include "strip/location/sign.hpp"
#include "strip/location/xmp.hpp"
#include "strip/metadata/exif.hpp"
#include "strip/metadata/tiff_directory.hpp"
#include "strip/metadata/tiff_tags.hpp"

namespace stripmeta::location {
namespace {

bool is_geo(std::uint16_t tag) {
  return tiff::is_geotiff(tag) || tag == tiff::tag_rational_polynomials;
}

// Private tags: all that neither TIFF nor Exif defines. Those that are read elsewhere, or that belong to the picture,
// are not among them.
bool is_private(std::uint16_t tag) {
  constexpr std::uint16_t first_private = 32768;
  const auto is_in = [tag](std::uint16_t first, std::uint16_t last) { return tag >= first && tag <= last; };
  const bool is_of_exif = is_in(33432, 33437) || is_in(34850, 34869) || is_in(36864, 37521) || is_in(40091, 42240);
  const bool is_of_picture = tag == tiff::tag_depth || tag == tiff::tag_icc;
  const bool is_read = tag == tiff::tag_iptc || tag == tiff::tag_photoshop || tag == tiff::tag_exif_ifd;
  return tag >= first_private && !is_of_exif && !is_of_picture && !is_read;
}

// The kind to report for an entry that is removed because it may hold a position.
Kind kind_of(std::uint16_t tag) {
  if (tag == tiff::tag_c2pa) return Kind::c2pa;
  return tag == tiff::tag_maker_note ? Kind::maker_note : Kind::tag;
}

// Calls `visit` with each range of bytes that both have.
template <typename Visit>
void each_shared(const std::vector<Range>& some, const std::vector<Range>& others, Visit visit) {
  const auto left = joined(some);
  const auto right = joined(others);
  for (std::size_t i = 0, k = 0; i < left.size() && k < right.size();) {
    const Range shared{std::max(left[i].begin, right[k].begin), std::min(left[i].end, right[k].end)};
    if (shared.begin < shared.end) visit(shared);
    ++(left[i].end < right[k].end ? i : k);
  }
}

class ExifPatcher {
 public:
  // `structure` is the structure's range in the file, and `block` reads it.
  ExifPatcher(Patch& patch, Range structure, const tiff::Block& block, int depth)
      : patch_(patch),
        structure_(structure),
        block_(block),
        budget_(8 * std::uint64_t{structure.size()} + 4096),
        depth_(depth) {}

  bool run() {
    walk_chain(block_.first());
    for (std::size_t i = 0; i < pending_.size() && budget_ > 0; ++i) walk_chain(pending_[i]);
    restore_shared();
    return budget_ > 0;
  }

  // Removes the entries of one tag, and patches nothing else.
  void remove(std::uint16_t tag, Kind kind, HoldSet holds) {
    only_tag_ = tag;
    only_kind_ = kind;
    only_holds_ = holds;
    run();
  }

 private:
  // Directories and values may overlap, so the work could grow without bound. Once the budget is spent, nothing more is
  // followed.
  bool charge_budget(std::uint64_t bytes) {
    budget_ -= std::min(bytes, budget_);
    return patch_.charge_budget(bytes) && budget_ > 0;
  }

  // A change may copy the bytes to another place, so they are looked up anew each time.
  tiff::Block block() const { return block_.with_bytes(patch_.bytes(structure_)); }

  Range range_of(std::uint64_t at, std::uint64_t size) const {
    return structure_.part(static_cast<std::size_t>(at), static_cast<std::size_t>(size));
  }
  Range value_of(const tiff::Entry& entry) const { return range_of(entry.value_at, entry.value.size()); }

  // A value that went may share bytes with one that stays. Those bytes stay, too, unless they may hold the position.
  void restore_shared() {
    each_shared(positions_, kept_, [this](Range shared) { restore(shared, !is_zero(patch_.before(shared))); });
    each_shared(doubtful_, kept_, [this](Range shared) { restore(shared, may_hold_place(patch_.before(shared))); });
    each_shared(positions_, directories_, [this](Range /*shared*/) { patch_.refuse(); });
    each_shared(doubtful_, directories_, [this](Range /*shared*/) { patch_.refuse(); });
  }

  void restore(Range shared, bool has_position) {
    if (has_position) return patch_.refuse();
    patch_.put(shared.begin, patch_.before(shared));
  }

  void walk_chain(std::uint64_t at) {
    while (at != 0 && budget_ > 0 && seen_.insert(at).second) {
      const auto directory = block().directory(at, tiff::Broken::skip);
      if (!directory) return;
      directories_.push_back(range_of(directory->at, directory->size));
      at = directory->next;
      walk(*directory);
    }
  }

  // Accepts more than Entry::pointer(), as some readers do: values of any type if they have 2, 4 or 8 bytes, and four
  // values of one byte.
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
    for (std::uint64_t i = 0; i < directory.count && charge_budget(block_.entry_size()); ++i) {
      const auto entry = block().entry(directory, i);
      if (entry.tag == tiff::tag_jpeg_offset) thumbnail = pointer(entry);
      if (entry.tag == tiff::tag_jpeg_length) thumbnail_size = pointer(entry);
      const auto range = range_of(block_.entry_at(directory, i), block_.entry_size());
      if (!patch_entry(entry)) put_bytes(kept, patch_.bytes(range));
    }
    if (budget_ > 0) rewrite(directory, kept);
    if (thumbnail && thumbnail_size) patch_thumbnail(*thumbnail, *thumbnail_size);
  }

  // Writes the kept entries, then the next directory's offset, then zeros up to the directory's old end.
  void rewrite(const tiff::Directory& directory, std::vector<std::byte>& kept) {
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

  // Patches an entry's value and follows its offsets. Returns whether the entry itself is to be removed.
  bool patch_entry(const tiff::Entry& entry) {
    if (!charge_budget(entry.value.size())) return false;
    if (only_tag_ && entry.tag == *only_tag_) return wipe(entry, only_kind_, only_holds_);
    if (!only_tag_ && entry.tag == tiff::tag_gps_ifd) return wipe_gps(entry);
    if (!only_tag_ && is_geo(entry.tag)) return wipe(entry, Kind::geo, holds_gps());
    if (!only_tag_ && entry.is_readable) {
      if (entry.tag == tiff::tag_make) make_ = as_text(entry.value);
      if (may_hold_position(entry)) return wipe(entry, kind_of(entry.tag), holds_gps());
      patch_value(entry.tag, value_of(entry));
      if (entry.is_apart) kept_.push_back(value_of(entry));
    }
    follow(entry);
    return false;
  }

  bool may_hold_position(const tiff::Entry& entry) const {
    const auto value = entry.value;
    switch (entry.tag) {
      case tiff::tag_maker_note: return may_hold_place_in_note(block(), entry, make_);
      case tiff::tag_c2pa:
      case tiff::tag_dng_private_data:
      case tiff::tag_photoshop_layers: return may_hold_place(value);
      case tiff::tag_gdal_metadata: return may_hold_place(value) || contains(value, "GEO") || contains(value, "NITF");
      default: return is_private(entry.tag) && may_hold_place(value);
    }
  }

  void patch_value(std::uint16_t tag, Range value) {
    switch (tag) {
      case tiff::tag_xmp:
        if (!patch_xmp(patch_, value)) patch_.wipe(value, Kind::xmp, holds_gps());
        break;
      case tiff::tag_iptc:
        if (!patch_iptc(patch_, value, Kind::iptc)) patch_.wipe(value, Kind::iptc, holds_gps());
        break;
      case tiff::tag_photoshop: patch_resources(patch_, value, Kind::photoshop); break;
      default: break;
    }
  }

  void follow(const tiff::Entry& entry) {
    constexpr std::uint64_t cost = 256;  // bytes, far more than a pending directory takes
    const bool has_one =
        entry.tag == tiff::tag_exif_ifd || entry.tag == tiff::tag_global_ifd || entry.tag == tiff::tag_interop_ifd;
    std::uint64_t count = has_one ? 1 : 0;
    if (entry.tag == tiff::tag_sub_ifds) count = entry.count;
    for (std::uint64_t i = 0; i < count && charge_budget(cost); ++i) {
      if (const auto at = pointer(entry, i)) pending_.push_back(*at);
    }
  }

  bool wipe(const tiff::Entry& entry, Kind kind, HoldSet holds) {
    patch_.report_removed(kind, block_.entry_size() + wipe_apart(entry, is_geo(entry.tag)), holds);
    return true;
  }

  // Wipes the value if it does not stand in the entry itself. Returns how many bytes it has.
  std::uint64_t wipe_apart(const tiff::Entry& entry, bool is_position) {
    if (!entry.is_readable || !entry.is_apart) return 0;
    wipe_range(value_of(entry), is_position);
    return entry.value.size();
  }

  void wipe_range(Range range, bool is_position) {
    (is_position ? positions_ : doubtful_).push_back(range);
    patch_.fill(range, std::byte{0});
  }

  bool wipe_gps(const tiff::Entry& entry) {
    std::uint64_t size = block_.entry_size();
    if (const auto at = pointer(entry)) size += wipe_directory(*at);
    patch_.report_removed(Kind::exif, size, holds_gps());
    return true;
  }

  // A stale pointer may lead to something that is not a directory. So the directory ends before its first entry of an
  // unknown type. If no entry comes before that one, nothing is wiped.
  std::uint64_t wipe_directory(std::uint64_t at) {
    const auto directory = block().directory(at, tiff::Broken::stop);
    if (!directory || (directory->count == 0 && !directory->is_whole)) return 0;
    if (seen_.contains(at)) return leave_directory(*directory);
    std::uint64_t size = directory->size;
    for (std::uint64_t i = 0; i < directory->count && charge_budget(block_.entry_size()); ++i) {
      const auto entry = block().entry(*directory, i);
      if (charge_budget(entry.is_apart ? entry.value.size() : 0)) size += wipe_apart(entry, true);
    }
    wipe_range(range_of(directory->at, directory->size), true);
    return size;
  }

  // A GPS IFD that is another directory, too, stays as that. It may then not hold a position.
  std::uint64_t leave_directory(const tiff::Directory& directory) {
    constexpr std::array<std::uint16_t, 5> coordinates{2, 4, 6, 20, 22};  // Exif 3.0, 4.6.7
    for (const auto& entry : block().entries(directory)) {
      if (std::ranges::find(coordinates, entry.tag) != coordinates.end()) patch_.refuse();
    }
    return 0;
  }

  void patch_thumbnail(std::uint64_t at, std::uint64_t size) {
    if (only_tag_ || at > structure_.size() || size > structure_.size() - at || !charge_budget(4 * size)) return;
    const auto range = range_of(at, size);
    if (patch_inner_jpeg(patch_, range, depth_ + 1)) return;
    if (may_hold_place(patch_.bytes(range))) patch_.wipe(range, Kind::exif, holds_gps());
  }

  Patch& patch_;
  Range structure_;
  tiff::Block block_;
  std::uint64_t budget_;
  int depth_;
  std::set<std::uint64_t> seen_;
  std::vector<std::uint64_t> pending_;
  std::vector<Range> kept_;         // values that stay and stand apart
  std::vector<Range> directories_;  // that stay
  std::vector<Range> positions_;    // that went
  std::vector<Range> doubtful_;     // that went because they may hold a position
  std::string make_;
  std::optional<std::uint16_t> only_tag_;
  Kind only_kind_{};
  HoldSet only_holds_;
};

// A header with a number of its own counts if it leads to a whole directory.
std::optional<tiff::Block> open_structure(Bytes bytes) {
  if (const auto block = tiff::Block::open(bytes)) return *block;
  const auto other = tiff::Block::open_any_number(bytes);
  return other && other->directory(other->first(), tiff::Broken::refuse) ? other : std::nullopt;
}

}  // namespace

bool patch_exif(Patch& patch, Range tiff, int depth) {
  tiff = tiff.part(exif_signature_size(patch.bytes(tiff)));
  const auto bytes = patch.bytes(tiff);
  if (is_zero(bytes)) return true;
  const auto block = open_structure(bytes);
  return block && patch_structure(patch, tiff, *block, depth);
}

bool patch_structure(Patch& patch, Range tiff, const tiff::Block& block, int depth) {
  return ExifPatcher{patch, tiff, block, depth}.run();
}

void drop_credentials(Patch& patch, Range tiff) {
  const auto block = tiff::Block::open(patch.bytes(tiff));
  if (block) ExifPatcher{patch, tiff, *block, 0}.remove(tiff::tag_c2pa, Kind::c2pa, HoldSet{}.add(Holds::edit_history));
}

}  // namespace stripmeta::location
