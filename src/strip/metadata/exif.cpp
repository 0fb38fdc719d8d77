#include "strip/metadata/exif.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "strip/metadata/sensitive.hpp"
#include "strip/metadata/tiff_directory.hpp"
#include "strip/metadata/tiff_tags.hpp"

namespace stripmeta {
namespace {

constexpr std::uint32_t inch = 2;
constexpr std::uint32_t uncalibrated = 0xFFFF;
constexpr std::size_t header_size = 8;
constexpr std::size_t entry_size = 12;

// The number in an entry that has a single SHORT or LONG.
std::optional<std::uint32_t> short_or_long(const tiff::Entry& entry) {
  const bool is_either = entry.type == tiff::type_short || entry.type == tiff::type_long;
  if (entry.count != 1 || !is_either || !entry.is_readable) return std::nullopt;
  return static_cast<std::uint32_t>(*entry.integer());
}

std::optional<Rational> positive_rational(const tiff::Entry& entry) {
  if (entry.count != 1 || entry.type != tiff::type_rational || !entry.is_readable) return std::nullopt;
  const Rational value{u32(entry.value, 0, entry.order), u32(entry.value, 4, entry.order)};
  if (value.numerator == 0 || value.denominator == 0) return std::nullopt;
  return value;
}

// The values of the five density tags that were read so far.
struct DensityParts {
  std::optional<Rational> x;
  std::optional<Rational> y;
  std::optional<std::uint32_t> unit;
  std::optional<std::uint32_t> width;
  std::optional<std::uint32_t> height;

  // nullopt unless all are there and the unit is the inch.
  std::optional<ExifDensity> assemble() const {
    if (!x || !y || unit != inch || !width || !height) return std::nullopt;
    return ExifDensity{*x, *y, *width, *height};
  }
};

struct Pointers {
  std::optional<std::uint64_t> exif;
  std::optional<std::uint64_t> gps;
  std::optional<std::uint64_t> interop;
};

class ExifReader {
 public:
  explicit ExifReader(const tiff::Block& block) : block_(block), budget_(4 * block.bytes().size()) {}

  ExifFacts read() {
    const auto ifd1 = visit(block_.first(), &ExifReader::take_ifd0);
    visit(pointers_.exif, &ExifReader::take_exif);
    visit(pointers_.interop, &ExifReader::take_interop);
    visit(pointers_.gps, &ExifReader::take_gps);
    visit(ifd1, &ExifReader::take_ifd1);
    facts_.keepable.density = density_.assemble();
    if (rights_size(facts_.keepable.rights) > block_.bytes().size()) facts_.keepable.rights = {};
    return facts_;
  }

 private:
  using Take = void (ExifReader::*)(const tiff::Entry&);

  // Returns the offset of the next directory.
  std::uint64_t visit(std::optional<std::uint64_t> at, Take take) {
    const auto directory = block_.directory(at.value_or(0), tiff::Broken::skip);
    if (!directory) return 0;
    for (const auto& entry : block_.entries(*directory)) (this->*take)(entry);
    return directory->next;
  }

  // Thousands of entries may share one value, and that may be the whole block. To search it again for each entry would
  // take quadratic time.
  bool charge_budget(const tiff::Entry& entry) {
    if (entry.value.size() > budget_) return false;
    budget_ -= entry.value.size();
    return true;
  }

  void take_ifd0(const tiff::Entry& entry) {
    if (charge_budget(entry)) {
      facts_.holds.add(exif_entry_holds(entry.tag, entry.value));
      if (entry.type == tiff::type_ascii) facts_.keepable.rights.read(entry.tag, entry.value);
    }
    const auto number = short_or_long(entry);
    switch (entry.tag) {
      case tiff::tag_orientation:
        if (!number || *number < 2 || *number > 8) break;
        facts_.keepable.orientation = static_cast<std::uint16_t>(*number);
        facts_.keepable.orientation_is_long = entry.type == tiff::type_long;
        break;
      case tiff::tag_x_resolution: density_.x = positive_rational(entry); break;
      case tiff::tag_y_resolution: density_.y = positive_rational(entry); break;
      case tiff::tag_resolution_unit: density_.unit = number; break;
      case tiff::tag_exif_ifd: pointers_.exif = entry.only_pointer(); break;
      case tiff::tag_gps_ifd: pointers_.gps = entry.only_pointer(); break;
      default: break;
    }
  }

  void take_exif(const tiff::Entry& entry) {
    if (charge_budget(entry)) facts_.holds.add(exif_entry_holds(entry.tag, entry.value));
    const auto number = short_or_long(entry);
    switch (entry.tag) {
      case tiff::tag_pixel_x: density_.width = number; break;
      case tiff::tag_pixel_y: density_.height = number; break;
      case tiff::tag_interop_ifd: pointers_.interop = entry.only_pointer(); break;
      default: break;
    }
  }

  void take_interop(const tiff::Entry& entry) {
    if (entry.tag == tiff::tag_interop_index && entry.type == tiff::type_ascii && starts_with(entry.value, "R03")) {
      facts_.keepable.adobe_rgb = true;
    }
  }

  void take_gps(const tiff::Entry& entry) {
    constexpr std::uint16_t gps_version = 0;
    if (entry.tag != gps_version && charge_budget(entry) && says_something(entry.value)) facts_.holds.add(Holds::gps);
  }

  void take_ifd1(const tiff::Entry& entry) {
    if (charge_budget(entry)) facts_.holds.add(exif_entry_holds(entry.tag, entry.value));
    // Programs that remove a thumbnail leave its tags, with a length of 0.
    const bool is_jpeg = entry.tag == tiff::tag_jpeg_length && short_or_long(entry).value_or(0) > 0;
    if (is_jpeg || entry.tag == tiff::tag_strip_offsets) facts_.holds.add(Holds::thumbnail);
  }

  const tiff::Block& block_;
  std::size_t budget_;  // bytes of values that may still be searched
  ExifFacts facts_;
  DensityParts density_;
  Pointers pointers_;
};

// The values of Artist and Copyright.
struct ExifTexts {
  explicit ExifTexts(const ExifRights& rights)
      : artist(rights.value(tiff::tag_artist)), copyright(rights.value(tiff::tag_copyright)) {}

  // The bytes that a value takes outside of its entry, an even number.
  static std::size_t outside(const std::string& value) {
    return value.size() <= 4 ? 0 : value.size() + value.size() % 2;
  }
  std::size_t entries() const { return (artist.empty() ? 0U : 1U) + (copyright.empty() ? 0U : 1U); }
  std::size_t outside() const { return outside(artist) + outside(copyright); }

  std::string artist;
  std::string copyright;
};

// Writes one IFD after another. The size of every part is known beforehand, and so is its offset.
class ExifWriter {
 public:
  ExifWriter(const KeptExif& kept, ByteOrder order) : kept_(kept), texts_(kept.rights), order_(order) {}

  std::vector<std::byte> write() {
    put_text(out_, order_ == ByteOrder::big ? std::string_view("MM") : std::string_view("II"));
    put_u16(out_, 42, order_);
    put_u32(out_, header_size, order_);
    write_ifd0();
    if (exif_entries() > 0) write_exif_ifd();
    if (kept_.adobe_rgb) write_interop_ifd();
    return std::move(out_);
  }

 private:
  static std::size_t ifd_size(std::size_t entries) { return 2 + entries * entry_size + 4; }

  std::size_t exif_entries() const { return (kept_.adobe_rgb ? 2U : 0U) + (kept_.density ? 2U : 0U); }
  std::size_t ifd0_entries() const {
    return (kept_.orientation != 0 ? 1U : 0U) + (kept_.density ? 3U : 0U) + texts_.entries() +
           (exif_entries() > 0 ? 1U : 0U);
  }
  std::size_t rationals_at() const { return header_size + ifd_size(ifd0_entries()); }
  std::size_t artist_at() const { return rationals_at() + (kept_.density ? 16U : 0U); }
  std::size_t copyright_at() const { return artist_at() + ExifTexts::outside(texts_.artist); }
  std::size_t exif_at() const { return artist_at() + texts_.outside(); }
  std::size_t interop_at() const { return exif_at() + ifd_size(exif_entries()); }

  void put_head(std::uint16_t tag, std::uint16_t type, std::uint32_t count) {
    put_u16(out_, tag, order_);
    put_u16(out_, type, order_);
    put_u32(out_, count, order_);
  }
  void put_short(std::uint16_t tag, unsigned value) {
    put_head(tag, tiff::type_short, 1);
    put_u16(out_, value, order_);
    put_u16(out_, 0, order_);
  }
  void put_long(std::uint16_t tag, std::size_t value) {
    put_head(tag, tiff::type_long, 1);
    put_u32(out_, static_cast<std::uint32_t>(value), order_);
  }
  void put_rational_at(std::uint16_t tag, std::size_t at) {
    put_head(tag, tiff::type_rational, 1);
    put_u32(out_, static_cast<std::uint32_t>(at), order_);
  }
  void put_rational(Rational value) {
    put_u32(out_, value.numerator, order_);
    put_u32(out_, value.denominator, order_);
  }

  // Writes a text's entry. If the value does not fit into the entry, it will stand at `at`.
  void put_text_entry(std::uint16_t tag, const std::string& value, std::size_t at) {
    if (value.empty()) return;
    put_head(tag, tiff::type_ascii, static_cast<std::uint32_t>(value.size()));
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
    if (kept_.orientation != 0) {
      kept_.orientation_is_long ? put_long(tiff::tag_orientation, kept_.orientation)
                                : put_short(tiff::tag_orientation, kept_.orientation);
    }
    if (kept_.density) {
      put_rational_at(tiff::tag_x_resolution, rationals_at());
      put_rational_at(tiff::tag_y_resolution, rationals_at() + 8);
      put_short(tiff::tag_resolution_unit, inch);
    }
    put_text_entry(tiff::tag_artist, texts_.artist, artist_at());
    put_text_entry(tiff::tag_copyright, texts_.copyright, copyright_at());
    if (exif_entries() > 0) put_long(tiff::tag_exif_ifd, exif_at());
    put_u32(out_, 0, order_);
    if (kept_.density) {
      put_rational(kept_.density->x);
      put_rational(kept_.density->y);
    }
    put_text_value(texts_.artist);
    put_text_value(texts_.copyright);
  }

  void write_exif_ifd() {
    put_u16(out_, static_cast<unsigned>(exif_entries()), order_);
    if (kept_.adobe_rgb) put_short(tiff::tag_color_space, uncalibrated);
    if (kept_.density) {
      put_long(tiff::tag_pixel_x, kept_.density->width);
      put_long(tiff::tag_pixel_y, kept_.density->height);
    }
    if (kept_.adobe_rgb) put_long(tiff::tag_interop_ifd, interop_at());
    put_u32(out_, 0, order_);
  }

  void write_interop_ifd() {
    put_u16(out_, 1, order_);
    put_head(tiff::tag_interop_index, tiff::type_ascii, 4);
    put_text(out_, std::string_view("R03\0", 4));
    put_u32(out_, 0, order_);
  }

  const KeptExif& kept_;
  ExifTexts texts_;
  ByteOrder order_;
  std::vector<std::byte> out_;
};

}  // namespace

void ExifRights::read(std::uint16_t tag, Bytes value) {
  if (tag == tiff::tag_artist && artist.empty()) artist = printable_text(value);
  if (tag != tiff::tag_copyright || has_copyright()) return;
  const auto end = std::min(as_text(value).find('\0'), value.size());
  photographer = printable_text(value.first(end));
  editor = printable_text(value.subspan(std::min(end + 1, value.size())));
}

std::string ExifRights::value(std::uint16_t tag) const {
  if (tag == tiff::tag_artist) return artist.empty() ? std::string{} : artist + '\0';
  if (!has_copyright()) return {};
  std::string text = photographer.empty() ? " " : photographer;
  text += '\0';
  if (!editor.empty()) text += editor + '\0';
  return text;
}

// The number of the tag is enough: it means the same in IFD0, IFD1 and the Exif IFD.
HoldSet exif_entry_holds(std::uint16_t tag, Bytes value) {
  HoldSet holds;
  if (!says_something(value)) return holds;
  switch (tag) {
    case tiff::tag_date_time:
    case tiff::tag_date_original:
    case tiff::tag_date_digitized: return holds.add(Holds::date);
    case tiff::tag_artist:
    case tiff::tag_copyright:
    case tiff::tag_xp_author:
    case tiff::tag_owner: return holds.add(Holds::owner);
    case tiff::tag_body_serial:
    case tiff::tag_lens_serial:
    case tiff::tag_camera_serial: return holds.add(Holds::serial);
    case tiff::tag_maker_note: return holds.add(Holds::maker_note);
    case tiff::tag_image_history: return holds.add(Holds::edit_history);
    case tiff::tag_user_comment:
    case tiff::tag_xp_comment:
    case tiff::tag_image_description: return text_holds(value);
    default: return holds;
  }
}

std::uint64_t rights_size(const ExifRights& rights) {
  const ExifTexts texts{rights};
  return texts.entries() * entry_size + texts.outside();
}

ExifFacts read_exif(Bytes tiff) {
  const auto block = tiff::Block::open_classic(tiff);
  return block ? ExifReader{*block}.read() : ExifFacts{};
}

KeptExif select_kept_exif(const KeptExif& found, const Policy& policy, const ExifContext& context) {
  KeptExif kept;
  if (policy.keeps(Keep::orientation)) {
    kept.orientation = found.orientation;
    kept.orientation_is_long = found.orientation_is_long;
  }
  kept.adobe_rgb = policy.keeps(Keep::icc) && !context.has_profile && found.adobe_rgb;
  if (policy.keeps(Keep::density) && found.density &&
      is_density_effective(*found.density, context.width, context.height)) {
    kept.density = plain_density(*found.density, context.width, context.height);
  }
  if (policy.keeps(Keep::copyright)) kept.rights = found.rights;
  return kept;
}

// The last row counts the framing as well, the others only the bytes of their own entries and values.
void report_kept_exif(const KeptExif& kept, std::uint64_t bytes, Report& report) {
  constexpr std::uint64_t density_bytes = 5 * 12 + 2 * 8;
  constexpr std::uint64_t color_space_bytes = 3 * 12 + 2 + 4;
  struct Part {
    Kind kind;
    bool is_kept;
    std::uint64_t own;
  };
  const std::array<Part, 4> parts{{
      {Kind::color_space, kept.adobe_rgb, color_space_bytes},
      {Kind::copyright, !kept.rights.empty(), rights_size(kept.rights)},
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

std::vector<std::byte> make_exif(const KeptExif& kept, ByteOrder order) {
  return ExifWriter{kept, order}.write();
}

bool is_made_exif(Bytes tiff, const KeptExif& kept) {
  auto written = kept;
  const auto found = kept.density ? read_exif(tiff).keepable.density : std::nullopt;
  if (found && is_density_with_zeros(*found, *kept.density)) written.density = found;
  return same_bytes(tiff, make_exif(written, ByteOrder::big)) ||
         same_bytes(tiff, make_exif(written, ByteOrder::little));
}

}  // namespace stripmeta
