#include "strip/location/exif.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "strip/location/iptc.hpp"
#include "strip/location/jpeg.hpp"
#include "strip/location/note.hpp"
#include "strip/location/sign.hpp"
#include "strip/location/xmp.hpp"
#include "strip/tiff/file.hpp"
#include "strip/tiff/tag.hpp"

namespace stripmeta::location {
namespace {

constexpr std::uint16_t tag_make = 271;
constexpr std::uint16_t tag_private_data = 50740;  // DNG's, which wraps maker notes
constexpr std::uint16_t tag_layers = 37724;        // Photoshop's
constexpr std::uint16_t tag_gdal = 42112;
constexpr std::uint16_t tag_interoperability = 40965;
constexpr std::uint16_t tag_rational_polynomials = 50844;  // where a satellite's picture lies

bool is_geo(std::uint16_t tag) {
  switch (tag) {
    case tiff::tag_pixel_scale:
    case tiff::tag_intergraph_matrix:
    case tiff::tag_tie_points:
    case tiff::tag_transformation:
    case tiff::tag_geo_keys:
    case tiff::tag_geo_doubles:
    case tiff::tag_geo_text:
    case tag_rational_polynomials: return true;
    default: return false;
  }
}

// Of an entry that goes for what it may hold.
Kind kind_of(std::uint16_t tag) {
  if (tag == tiff::tag_c2pa) return Kind::c2pa;
  return tag == tiff::tag_maker_note ? Kind::maker_note : Kind::tag;
}

// An entry as it stands in a directory.
struct Entry {
  Range range;  // the entry itself
  std::uint16_t tag;
  std::uint16_t type;
  std::uint64_t count;
  std::optional<Range> value;  // none: it does not lie within the structure
  bool is_apart;               // `value` stands outside of the entry
};

struct Directory {
  Range range;  // the number of entries, the entries and the next one's offset, as far as they are there
  std::size_t count;
  std::size_t next;  // where that offset stands
};

class Directories {
 public:
  Directories(Patch& patch, Range all, const tiff::File& file, int depth)
      : patch_(patch),
        all_(all),
        order_(file.order()),
        first_(file.first()),
        header_size_(file.header_size()),
        count_size_(file.count_size()),
        entry_size_(file.entry_size()),
        pointer_size_(file.pointer_size()),
        budget_(8 * std::uint64_t{all.size()} + 4096),
        depth_(depth) {}

  bool run() {
    walk_chain(first_);
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

  std::uint64_t number(std::size_t at, std::size_t size) const {
    const auto bytes = patch_.bytes();
    if (size == 2) return u16(bytes, at, order_);
    return size == 4 ? u32(bytes, at, order_) : u64(bytes, at, order_);
  }

  void walk_chain(std::uint64_t at) {
    while (at != 0 && budget_ > 0 && seen_.insert(at).second) {
      const auto directory = find(at);
      if (!directory) return;
      at = next(*directory);
      walk(*directory);
    }
  }

  std::optional<Directory> find(std::uint64_t at) const {
    if (at < header_size_ || at > all_.size() || all_.size() - at < count_size_) return std::nullopt;
    const auto begin = all_.begin + static_cast<std::size_t>(at);
    const auto room = (all_.end - begin - count_size_) / entry_size_;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(number(begin, count_size_), room));
    const auto next = begin + count_size_ + count * entry_size_;
    return Directory{{begin, std::min(next + pointer_size_, all_.end)}, count, next};
  }

  std::uint64_t next(const Directory& directory) const {
    const bool is_there = directory.range.end - directory.next == pointer_size_;
    return is_there ? number(directory.next, pointer_size_) : 0;
  }

  Entry entry(const Directory& directory, std::size_t i) const {
    const auto at = directory.range.begin + count_size_ + i * entry_size_;
    const auto type = static_cast<std::uint16_t>(number(at + 2, 2));
    Entry entry{{at, at + entry_size_},
                static_cast<std::uint16_t>(number(at, 2)),
                type,
                number(at + 4, pointer_size_),
                {},
                false};
    const auto unit = tiff::type_size(type);
    if (unit == 0 || entry.count > all_.size() / unit) return entry;
    const auto size = unit * entry.count;
    const auto cell = at + entry_size_ - pointer_size_;
    entry.is_apart = size > pointer_size_;
    const auto from = entry.is_apart ? number(cell, pointer_size_) : cell - all_.begin;
    if (from <= all_.size() && size <= all_.size() - from) {
      entry.value = all_.part(static_cast<std::size_t>(from), static_cast<std::size_t>(size));
    }
    return entry;
  }

  // Readers follow any number, and what is for nothing else.
  std::optional<std::uint64_t> pointer(const Entry& entry, std::uint64_t i = 0) const {
    constexpr std::uint64_t long_size = 4;
    const auto unit = static_cast<std::size_t>(tiff::type_size(entry.type));
    const bool as_bytes = unit == 1 && entry.count == long_size && entry.value && i == 0;
    if (as_bytes) return number(entry.value->begin, long_size);
    if (!entry.value || (unit != 2 && unit != 4 && unit != 8) || i >= entry.count) return std::nullopt;
    return number(entry.value->begin + static_cast<std::size_t>(i) * unit, unit);
  }

  void walk(const Directory& directory) {
    std::vector<std::byte> kept;
    std::optional<std::uint64_t> thumbnail;
    std::optional<std::uint64_t> thumbnail_size;
    for (std::size_t i = 0; i < directory.count && spend(entry_size_); ++i) {
      const auto each = entry(directory, i);
      if (each.tag == tiff::tag_old_jpeg) thumbnail = pointer(each);
      if (each.tag == tiff::tag_old_jpeg_length) thumbnail_size = pointer(each);
      if (!goes(each)) put_bytes(kept, patch_.bytes(each.range));
    }
    if (budget_ > 0) close(directory, kept);
    if (thumbnail && thumbnail_size) on_thumbnail(*thumbnail, *thumbnail_size);
  }

  // Writes the entries that are left, and the next directory's offset behind them.
  void close(const Directory& directory, std::vector<std::byte>& kept) {
    const auto count = kept.size() / entry_size_;
    if (count == directory.count) return;
    std::vector<std::byte> bytes;
    put_number(bytes, count, count_size_);
    put_bytes(bytes, kept);
    put_bytes(bytes, patch_.bytes({directory.next, directory.range.end}));
    bytes.resize(directory.range.size());
    patch_.put(directory.range.begin, bytes);
  }

  void put_number(std::vector<std::byte>& out, std::uint64_t value, std::size_t size) const {
    if (size == 2) return put_u16(out, static_cast<unsigned>(value), order_);
    put_u64(out, value, order_);
  }

  // Whether an entry goes; its value is dealt with.
  bool goes(const Entry& each) {
    if (each.value && !spend(each.value->size())) return false;
    if (dropped_) return each.tag == *dropped_ ? wipe(each, dropped_kind_, dropped_holds_) : follow(each);
    if (each.tag == tiff::tag_gps_ifd) return wipe_positions(each);
    if (is_geo(each.tag)) return wipe(each, Kind::geo, place());
    if (each.value) {
      if (each.tag == tag_make) make_ = as_text(patch_.bytes(*each.value));
      if (is_doubtful(each)) return wipe(each, kind_of(each.tag), place());
      patch_value(each.tag, *each.value);
    }
    return follow(each);
  }

  bool is_doubtful(const Entry& each) const {
    const auto value = patch_.bytes(*each.value);
    switch (each.tag) {
      case tiff::tag_maker_note: return may_hold_place_in_note(value, make_, patch_.bytes(all_));
      case tiff::tag_c2pa:
      case tag_private_data:
      case tag_layers: return may_hold_place(value);
      case tag_gdal: return may_hold_place(value) || contains(value, "GEO") || contains(value, "NITF");
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

  bool follow(const Entry& each) {
    constexpr std::uint64_t cost = 256;  // bytes; what is held of one is much less than they
    const bool leads_to_one =
        each.tag == tiff::tag_exif_ifd || each.tag == tiff::tag_global_ifd || each.tag == tag_interoperability;
    std::uint64_t count = leads_to_one ? 1 : 0;
    if (each.tag == tiff::tag_sub_ifds) count = each.count;
    for (std::uint64_t i = 0; i < count && spend(cost); ++i) {
      if (const auto at = pointer(each, i)) pending_.push_back(*at);
    }
    return false;
  }

  bool wipe(const Entry& each, Kind kind, HoldSet holds) {
    std::uint64_t size = each.range.size();
    if (each.value && each.is_apart) {
      size += each.value->size();
      patch_.fill(*each.value, std::byte{0});
    }
    patch_.tell(kind, size, holds);
    return true;
  }

  bool wipe_positions(const Entry& each) {
    std::uint64_t size = each.range.size();
    const auto at = pointer(each);
    if (const auto directory = at ? find(*at) : std::nullopt) size += wipe_directory(*directory);
    patch_.tell(Kind::exif, size, place());
    return true;
  }

  // As far as its entries are some: a pointer may be stale, and what it leads to something else.
  std::uint64_t wipe_directory(const Directory& directory) {
    std::uint64_t size = 0;
    std::size_t i = 0;
    for (; i < directory.count && spend(entry_size_); ++i) {
      const auto position = entry(directory, i);
      if (tiff::type_size(position.type) == 0) break;
      if (!position.value || !position.is_apart || !spend(position.value->size())) continue;
      size += position.value->size();
      patch_.fill(*position.value, std::byte{0});
    }
    if (i == 0 && directory.count > 0) return 0;
    const bool all = i == directory.count;
    const Range range{directory.range.begin,
                      all ? directory.range.end : directory.range.begin + count_size_ + i * entry_size_};
    patch_.fill(range, std::byte{0});
    return size + range.size();
  }

  void on_thumbnail(std::uint64_t at, std::uint64_t size) {
    if (dropped_ || at > all_.size() || size > all_.size() - at || !spend(4 * size)) return;
    const auto range = all_.part(static_cast<std::size_t>(at), static_cast<std::size_t>(size));
    if (patch_inner_jpeg(patch_, range, depth_ + 1)) return;
    if (may_hold_place(patch_.bytes(range))) patch_.wipe(range, Kind::exif, place());
  }

  Patch& patch_;
  Range all_;
  ByteOrder order_;
  std::uint64_t first_;
  std::size_t header_size_;
  std::size_t count_size_;
  std::size_t entry_size_;
  std::size_t pointer_size_;
  std::uint64_t budget_;
  int depth_;
  std::set<std::uint64_t> seen_;
  std::vector<std::uint64_t> pending_;
  std::string make_;
  std::optional<std::uint16_t> dropped_;
  Kind dropped_kind_{};
  HoldSet dropped_holds_;
};

// None: no header of a TIFF stands there.
std::optional<tiff::File> open(Bytes bytes) {
  constexpr std::string_view big_magic("MM\0+", 4);
  const bool known = starts_with(bytes, {"II*\0", 4}) || starts_with(bytes, {"MM\0*", 4}) ||
                     starts_with(bytes, {"II+\0", 4}) || starts_with(bytes, big_magic);
  if (!known) return std::nullopt;
  auto file = tiff::File::open(bytes);
  return file ? std::optional{*file} : std::nullopt;
}

}  // namespace

bool patch_exif(Patch& patch, Range tiff, int depth) {
  constexpr std::string_view signature("Exif\0\0", 6);
  if (starts_with(patch.bytes(tiff), signature)) tiff = tiff.part(signature.size());
  const auto bytes = patch.bytes(tiff);
  if (is_zero(bytes)) return true;
  const auto file = open(bytes);
  return file && Directories{patch, tiff, *file, depth}.run();
}

void drop_credentials(Patch& patch, Range tiff) {
  const auto file = open(patch.bytes(tiff));
  if (file) Directories{patch, tiff, *file, 0}.drop(tiff::tag_c2pa, Kind::c2pa, HoldSet{}.add(Holds::edit_history));
}

}  // namespace stripmeta::location
