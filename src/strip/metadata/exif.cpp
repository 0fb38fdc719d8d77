#include "strip/metadata/exif.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "strip/metadata/sensitive.hpp"

namespace stripmeta {
namespace {

enum Tag : std::uint16_t {
  tag_interop_index = 1,
  tag_orientation = 274,
  tag_x_resolution = 282,
  tag_y_resolution = 283,
  tag_resolution_unit = 296,
  tag_date_time = 306,
  tag_artist = ExifRights::tag_artist,
  tag_thumbnail_strip = 273,
  tag_thumbnail_jpeg_length = 514,
  tag_copyright = ExifRights::tag_copyright,
  tag_exif_ifd = 34665,
  tag_gps_ifd = 34853,
  tag_date_original = 36867,
  tag_date_digitized = 36868,
  tag_maker_note = 37500,
  tag_user_comment = 37510,
  tag_image_history = 37395,
  tag_xp_author = 40093,
  tag_xp_comment = 40092,
  tag_image_description = 270,
  tag_color_space = 40961,
  tag_pixel_x = 40962,
  tag_pixel_y = 40963,
  tag_interop_ifd = 40965,
  tag_owner = 42032,
  tag_body_serial = 42033,
  tag_lens_serial = 42037,
  tag_camera_serial = 50735,
};

enum Type : std::uint16_t {
  type_ascii = 2,
  type_short = 3,
  type_long = 4,
  type_rational = 5,
  type_slong = 9,
  type_ifd = 13
};

constexpr std::uint32_t inch = 2;
constexpr std::uint32_t uncalibrated = 0xFFFF;
constexpr std::size_t header_size = 8;
constexpr std::size_t entry_size = 12;

// Bytes of one value by TIFF type (TIFF 6.0, section 2), 0 for a type that is none.
constexpr std::array<std::uint8_t, 14> type_sizes{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

struct Entry {
  std::uint16_t tag;
  std::uint16_t type;
  std::uint32_t count;
  Bytes value;  // empty where it lies outside of the block or the type is unknown
};

class TiffReader {
 public:
  explicit TiffReader(Bytes tiff) : tiff_(tiff) {
    if (starts_with(tiff, "II*")) order_ = ByteOrder::little;
    readable_ =
        tiff.size() >= header_size && (starts_with(tiff, "II*") || starts_with(tiff, std::string_view("MM\0*", 4)));
  }

  std::size_t size() const { return tiff_.size(); }
  std::uint32_t first_ifd() const { return readable_ ? u32(tiff_, 4, order_) : 0; }

  // Calls `visit` for each entry that the block holds in full; answers the offset of the next IFD, 0 where there is
  // none.
  template <typename Visit>
  std::uint32_t visit_ifd(std::uint32_t at, Visit visit) const {
    if (at < header_size || tiff_.size() < 2 || at > tiff_.size() - 2) return 0;
    const std::size_t count = u16(tiff_, at, order_);
    const std::size_t room = (tiff_.size() - at - 2) / entry_size;
    for (std::size_t i = 0; i < std::min(count, room); ++i) visit(entry(at + 2 + i * entry_size));
    const std::size_t end = at + 2 + count * entry_size;
    return count <= room && end + 4 <= tiff_.size() ? u32(tiff_, end, order_) : 0;
  }

  // A single SHORT or LONG, none otherwise.
  std::optional<std::uint32_t> number(const Entry& entry) const {
    if (entry.count != 1 || entry.value.empty()) return std::nullopt;
    if (entry.type == type_short) return u16(entry.value, 0, order_);
    if (entry.type == type_long) return u32(entry.value, 0, order_);
    return std::nullopt;
  }

  // Where a pointer's directory stands, 0 for none. Readers follow SLONG and IFD (TIFF technical note 1) too.
  std::uint32_t pointer(const Entry& entry) const {
    const bool four_bytes = entry.type == type_slong || entry.type == type_ifd;
    if (four_bytes && entry.count == 1 && !entry.value.empty()) return u32(entry.value, 0, order_);
    return number(entry).value_or(0);
  }

  std::optional<Rational> rational(const Entry& entry) const {
    if (entry.count != 1 || entry.type != type_rational || entry.value.empty()) return std::nullopt;
    const Rational value{u32(entry.value, 0, order_), u32(entry.value, 4, order_)};
    if (value.numerator == 0 || value.denominator == 0) return std::nullopt;
    return value;
  }

 private:
  Entry entry(std::size_t at) const {
    Entry entry{u16(tiff_, at, order_), u16(tiff_, at + 2, order_), u32(tiff_, at + 4, order_), {}};
    const std::uint64_t unit = entry.type < type_sizes.size() ? type_sizes.at(entry.type) : 0;
    const std::uint64_t size = unit * entry.count;
    const std::uint64_t value_at = size <= 4 ? at + 8 : u32(tiff_, at + 8, order_);
    if (size > 0 && value_at + size <= tiff_.size()) {
      entry.value = tiff_.subspan(static_cast<std::size_t>(value_at), static_cast<std::size_t>(size));
    }
    return entry;
  }

  Bytes tiff_;
  ByteOrder order_{ByteOrder::big};
  bool readable_{false};
};

// The five density tags as they are met; a whole only where all are there and the unit is the inch.
struct DensityParts {
  std::optional<Rational> x;
  std::optional<Rational> y;
  std::optional<std::uint32_t> unit;
  std::optional<std::uint32_t> width;
  std::optional<std::uint32_t> height;

  std::optional<ExifDensity> whole() const {
    if (!x || !y || unit != inch || !width || !height) return std::nullopt;
    return ExifDensity{*x, *y, *width, *height};
  }
};

struct Pointers {
  std::uint32_t exif{0};
  std::uint32_t gps{0};
  std::uint32_t interop{0};
};

class ExifReader {
 public:
  explicit ExifReader(Bytes tiff) : tiff_(tiff), budget_(4 * tiff.size()) {}

  ExifFacts read() {
    const auto ifd1 = tiff_.visit_ifd(tiff_.first_ifd(), [this](const Entry& e) { take_ifd0(e); });
    if (pointers_.exif != 0) tiff_.visit_ifd(pointers_.exif, [this](const Entry& e) { take_exif(e); });
    if (pointers_.interop != 0) tiff_.visit_ifd(pointers_.interop, [this](const Entry& e) { take_interop(e); });
    if (pointers_.gps != 0) tiff_.visit_ifd(pointers_.gps, [this](const Entry& e) { take_gps(e); });
    if (ifd1 != 0) tiff_.visit_ifd(ifd1, [this](const Entry& e) { take_ifd1(e); });
    facts_.essence.density = density_.whole();
    if (made_size(facts_.essence.rights) > tiff_.size()) facts_.essence.rights = {};
    return facts_;
  }

 private:
  // Entries may share their values: thousands of them, each as long as the block, would take its square to search.
  bool affords(const Entry& entry) {
    if (entry.value.size() > budget_) return false;
    budget_ -= entry.value.size();
    return true;
  }

  void take_ifd0(const Entry& entry) {
    if (affords(entry)) {
      facts_.holds.add(exif_entry_holds(entry.tag, entry.value));
      if (entry.type == type_ascii) facts_.essence.rights.take(entry.tag, entry.value);
    }
    const auto number = tiff_.number(entry);
    switch (entry.tag) {
      case tag_orientation:
        if (!number || *number < 2 || *number > 8) break;
        facts_.essence.orientation = static_cast<std::uint16_t>(*number);
        facts_.essence.orientation_is_long = entry.type == type_long;
        break;
      case tag_x_resolution: density_.x = tiff_.rational(entry); break;
      case tag_y_resolution: density_.y = tiff_.rational(entry); break;
      case tag_resolution_unit: density_.unit = number; break;
      case tag_exif_ifd: pointers_.exif = tiff_.pointer(entry); break;
      case tag_gps_ifd: pointers_.gps = tiff_.pointer(entry); break;
      default: break;
    }
  }

  void take_exif(const Entry& entry) {
    if (affords(entry)) facts_.holds.add(exif_entry_holds(entry.tag, entry.value));
    const auto number = tiff_.number(entry);
    switch (entry.tag) {
      case tag_pixel_x: density_.width = number; break;
      case tag_pixel_y: density_.height = number; break;
      case tag_interop_ifd: pointers_.interop = tiff_.pointer(entry); break;
      default: break;
    }
  }

  void take_interop(const Entry& entry) {
    if (entry.tag == tag_interop_index && entry.type == type_ascii && starts_with(entry.value, "R03")) {
      facts_.essence.adobe_rgb = true;
    }
  }

  void take_gps(const Entry& entry) {
    constexpr std::uint16_t gps_version = 0;
    if (entry.tag != gps_version && affords(entry) && says_something(entry.value)) facts_.holds.add(Holds::gps);
  }

  void take_ifd1(const Entry& entry) {
    if (affords(entry)) facts_.holds.add(exif_entry_holds(entry.tag, entry.value));
    // Programs that take a thumbnail away leave its tags, and say that it has no bytes.
    const bool is_jpeg = entry.tag == tag_thumbnail_jpeg_length && tiff_.number(entry).value_or(0) > 0;
    if (is_jpeg || entry.tag == tag_thumbnail_strip) facts_.holds.add(Holds::thumbnail);
  }

  TiffReader tiff_;
  std::size_t budget_;  // bytes of values that are still searched
  ExifFacts facts_;
  DensityParts density_;
  Pointers pointers_;
};

// The values of both tags.
struct ExifTexts {
  explicit ExifTexts(const ExifRights& rights)
      : artist(rights.value(tag_artist)), copyright(rights.value(tag_copyright)) {}

  // Bytes of a value outside of its entry, even.
  static std::size_t outside(const std::string& value) {
    return value.size() <= 4 ? 0 : value.size() + value.size() % 2;
  }
  std::size_t entries() const { return (artist.empty() ? 0U : 1U) + (copyright.empty() ? 0U : 1U); }
  std::size_t outside() const { return outside(artist) + outside(copyright); }

  std::string artist;
  std::string copyright;
};

// Writes one IFD after another; offsets are known because each part's size is.
class ExifWriter {
 public:
  ExifWriter(const ExifEssence& essence, ByteOrder order) : essence_(essence), texts_(essence.rights), order_(order) {}

  std::vector<std::byte> write() {
    put_text(out_, order_ == ByteOrder::big ? std::string_view("MM") : std::string_view("II"));
    put_u16(out_, 42, order_);
    put_u32(out_, header_size, order_);
    write_ifd0();
    if (exif_entries() > 0) write_exif_ifd();
    if (essence_.adobe_rgb) write_interop_ifd();
    return std::move(out_);
  }

 private:
  static std::size_t ifd_size(std::size_t entries) { return 2 + entries * entry_size + 4; }

  std::size_t exif_entries() const { return (essence_.adobe_rgb ? 2U : 0U) + (essence_.density ? 2U : 0U); }
  std::size_t ifd0_entries() const {
    return (essence_.orientation != 0 ? 1U : 0U) + (essence_.density ? 3U : 0U) + texts_.entries() +
           (exif_entries() > 0 ? 1U : 0U);
  }
  std::size_t rationals_at() const { return header_size + ifd_size(ifd0_entries()); }
  std::size_t artist_at() const { return rationals_at() + (essence_.density ? 16U : 0U); }
  std::size_t copyright_at() const { return artist_at() + ExifTexts::outside(texts_.artist); }
  std::size_t exif_at() const { return artist_at() + texts_.outside(); }
  std::size_t interop_at() const { return exif_at() + ifd_size(exif_entries()); }

  void put_head(std::uint16_t tag, std::uint16_t type, std::uint32_t count) {
    put_u16(out_, tag, order_);
    put_u16(out_, type, order_);
    put_u32(out_, count, order_);
  }
  void put_short(std::uint16_t tag, unsigned value) {
    put_head(tag, type_short, 1);
    put_u16(out_, value, order_);
    put_u16(out_, 0, order_);
  }
  void put_long(std::uint16_t tag, std::size_t value) {
    put_head(tag, type_long, 1);
    put_u32(out_, static_cast<std::uint32_t>(value), order_);
  }
  void put_rational_at(std::uint16_t tag, std::size_t at) {
    put_head(tag, type_rational, 1);
    put_u32(out_, static_cast<std::uint32_t>(at), order_);
  }
  void put_rational(Rational value) {
    put_u32(out_, value.numerator, order_);
    put_u32(out_, value.denominator, order_);
  }

  // The entry of a text whose value stands at `at` if it does not fit.
  void put_text_entry(std::uint16_t tag, const std::string& value, std::size_t at) {
    if (value.empty()) return;
    put_head(tag, type_ascii, static_cast<std::uint32_t>(value.size()));
    if (ExifTexts::outside(value) > 0) return put_u32(out_, static_cast<std::uint32_t>(at), order_);
    put_text(out_, value);
    for (std::size_t size = value.size(); size < 4; ++size) put_u8(out_, 0);
  }
  void put_text_value(const std::string& value) {
    if (ExifTexts::outside(value) == 0) return;
    put_text(out_, value);
    if (value.size() % 2 != 0) put_u8(out_, 0);
  }

  void write_ifd0() {
    put_u16(out_, static_cast<unsigned>(ifd0_entries()), order_);
    if (essence_.orientation != 0) {
      essence_.orientation_is_long ? put_long(tag_orientation, essence_.orientation)
                                   : put_short(tag_orientation, essence_.orientation);
    }
    if (essence_.density) {
      put_rational_at(tag_x_resolution, rationals_at());
      put_rational_at(tag_y_resolution, rationals_at() + 8);
      put_short(tag_resolution_unit, inch);
    }
    put_text_entry(tag_artist, texts_.artist, artist_at());
    put_text_entry(tag_copyright, texts_.copyright, copyright_at());
    if (exif_entries() > 0) put_long(tag_exif_ifd, exif_at());
    put_u32(out_, 0, order_);
    if (essence_.density) {
      put_rational(essence_.density->x);
      put_rational(essence_.density->y);
    }
    put_text_value(texts_.artist);
    put_text_value(texts_.copyright);
  }

  void write_exif_ifd() {
    put_u16(out_, static_cast<unsigned>(exif_entries()), order_);
    if (essence_.adobe_rgb) put_short(tag_color_space, uncalibrated);
    if (essence_.density) {
      put_long(tag_pixel_x, essence_.density->width);
      put_long(tag_pixel_y, essence_.density->height);
    }
    if (essence_.adobe_rgb) put_long(tag_interop_ifd, interop_at());
    put_u32(out_, 0, order_);
  }

  void write_interop_ifd() {
    put_u16(out_, 1, order_);
    put_head(tag_interop_index, type_ascii, 4);
    put_text(out_, std::string_view("R03\0", 4));
    put_u32(out_, 0, order_);
  }

  const ExifEssence& essence_;
  ExifTexts texts_;
  ByteOrder order_;
  std::vector<std::byte> out_;
};

// Whether `size` is the natural size, in CSS pixels, of `pixels` at this many dots an inch, to the nearest pixel.
bool gives(Rational dots_per_inch, std::uint32_t pixels, std::uint32_t size) {
  const std::uint64_t numerator = std::uint64_t{pixels} * 72U * dots_per_inch.denominator;
  return (numerator + dots_per_inch.numerator / 2U) / dots_per_inch.numerator == size;
}

}  // namespace

// By tag alone: the same numbers mean the same in IFD0, IFD1 and Exif.
HoldSet exif_entry_holds(std::uint16_t tag, Bytes value) {
  HoldSet holds;
  if (!says_something(value)) return holds;
  switch (tag) {
    case tag_date_time:
    case tag_date_original:
    case tag_date_digitized: return holds.add(Holds::date);
    case tag_artist:
    case tag_copyright:
    case tag_xp_author:
    case tag_owner: return holds.add(Holds::owner);
    case tag_body_serial:
    case tag_lens_serial:
    case tag_camera_serial: return holds.add(Holds::serial);
    case tag_maker_note: return holds.add(Holds::maker_note);
    case tag_image_history: return holds.add(Holds::edit_history);
    case tag_user_comment:
    case tag_xp_comment:
    case tag_image_description: return text_holds(value);
    default: return holds;
  }
}

std::uint64_t made_size(const ExifRights& rights) {
  const ExifTexts texts{rights};
  return texts.entries() * entry_size + texts.outside();
}

ExifFacts read_exif(Bytes tiff) {
  return ExifReader{tiff}.read();
}

ExifEssence kept_essence(const ExifEssence& found, const Policy& policy, const ExifContext& context) {
  ExifEssence kept;
  if (policy.keeps(Keep::orientation)) {
    kept.orientation = found.orientation;
    kept.orientation_is_long = found.orientation_is_long;
  }
  kept.adobe_rgb = policy.keeps(Keep::icc) && !context.has_profile && found.adobe_rgb;
  if (policy.keeps(Keep::density) && found.density && density_counts(*found.density, context.width, context.height)) {
    kept.density = found.density;
  }
  if (policy.keeps(Keep::copyright)) kept.rights = found.rights;
  return kept;
}

// The last row carries the framing too, the others the bytes of their own entries and values.
void report_kept_exif(const ExifEssence& kept, std::uint64_t bytes, Report& report) {
  constexpr std::uint64_t density_bytes = 5 * 12 + 2 * 8;
  constexpr std::uint64_t color_space_bytes = 3 * 12 + 2 + 4;
  struct Part {
    Kind kind;
    bool is_kept;
    std::uint64_t own;
  };
  const std::array<Part, 4> parts{{
      {Kind::color_space, kept.adobe_rgb, color_space_bytes},
      {Kind::copyright, !kept.rights.empty(), made_size(kept.rights)},
      {Kind::density, kept.density.has_value(), density_bytes},
      {Kind::orientation, kept.orientation != 0, 0},
  }};
  const Part* last = nullptr;
  for (const auto& part : parts) {
    if (!part.is_kept) continue;
    if (last != nullptr) {
      report.add(last->kind, Fate::kept, last->own);
      bytes -= last->own;
    }
    last = &part;
  }
  report.add(last->kind, Fate::kept, bytes);
}

std::vector<std::byte> make_exif(const ExifEssence& essence, ByteOrder order) {
  return ExifWriter{essence, order}.write();
}

bool is_made_exif(Bytes tiff, const ExifEssence& essence) {
  return same_bytes(tiff, make_exif(essence, ByteOrder::big)) ||
         same_bytes(tiff, make_exif(essence, ByteOrder::little));
}

bool density_counts(const ExifDensity& density, std::uint32_t width, std::uint32_t height) {
  return gives(density.x, width, density.width) && gives(density.y, height, density.height) &&
         (density.width != width || density.height != height);
}

}  // namespace stripmeta
