#include "inspect/exif.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "inspect/exif_text.hpp"
#include "inspect/gps.hpp"
#include "inspect/iptc.hpp"
#include "inspect/maker_note.hpp"
#include "inspect/photoshop.hpp"
#include "inspect/text.hpp"
#include "inspect/thumbnail.hpp"
#include "inspect/tiff.hpp"
#include "inspect/xmp.hpp"

namespace stripmeta::inspection {
namespace {

enum StructureTag : std::uint16_t {
  image_description = 270,
  make = 271,
  xmp_packet = 700,
  iptc_records = 33723,
  photoshop_resources = 34377,
  exif_ifd = 34665,
  gps_ifd = 34853,
  maker_note = 37500,
  user_comment = 37510,
  xp_comment = 40092,
  interop_ifd = 40965,
};

class ExifValues {
 public:
  ExifValues(const tiff::Block& block, ValueList& out) : block_(block), out_(out) {}

  void add_all() {
    const auto ifd0 = enter(block_.first());
    add_image(ifd0, "exif");
    add_image(enter(exif_at_), "exif");
    const auto gps = enter(gps_at_);
    add_gps_summary(gps, out_);
    for (const auto& entry : gps.entries) add_entry(TagGroup::gps, "gps", entry);
    for (const auto& entry : enter(interop_at_).entries) add_entry(TagGroup::interop, "interop", entry);
    const auto ifd1 = enter(ifd0.next);
    if (const auto text = thumbnail_text(block_, ifd1)) out_.add("thumbnail", "Thumbnail", *text);
    add_exif_thumbnail(block_, ifd0, ifd1, out_);
    add_image(ifd1, "thumbnail");
  }

 private:
  // Reads a directory, but each only once.
  TiffDirectory enter(std::uint64_t offset) {
    if (std::ranges::find(entered_, offset) != entered_.end()) return {};
    entered_.push_back(offset);
    return read_directory(block_, offset);
  }

  void add_image(const TiffDirectory& directory, std::string_view group) {
    for (const auto& entry : directory.entries) {
      if (!read_structure(entry)) add_entry(TagGroup::image, group, entry);
    }
  }

  // Reads an entry that leads to other values instead of having one. Returns false if the entry still has to be added
  // as a value.
  bool read_structure(const TiffEntry& entry) {
    switch (entry.tag) {
      case make: make_ = std::string(as_text(entry.value).substr(0, max_name_bytes)); return false;
      case exif_ifd: exif_at_ = entry.only_pointer().value_or(0); return true;
      case gps_ifd: gps_at_ = entry.only_pointer().value_or(0); return true;
      case interop_ifd: interop_at_ = entry.only_pointer().value_or(0); return true;
      case maker_note: add_maker_note(entry); return true;
      case xmp_packet:
      case iptc_records:
      case photoshop_resources: return is_first(entry.tag) && add_embedded(entry);
      default: return false;
    }
  }

  bool add_embedded(const TiffEntry& entry) {
    if (entry.value.empty()) return false;
    if (entry.tag == xmp_packet) add_xmp(entry.value, out_);
    if (entry.tag == iptc_records) add_iptc(entry.value, out_);
    if (entry.tag == photoshop_resources) add_resources(entry.value, out_);
    return true;
  }

  // Many entries may share one large value. So if a tag is costly to read, only its first entry is read.
  bool is_first(std::uint16_t tag) {
    if (std::ranges::find(seen_, tag) != seen_.end()) return false;
    seen_.push_back(tag);
    return true;
  }

  void add_maker_note(const TiffEntry& entry) {
    const auto vendor = maker_note_vendor(entry.value, make_);
    out_.add("maker_note", "Vendor", vendor);
    out_.add("maker_note", "Size", byte_count(entry.count * entry.unit()));
    if (entry.is_readable && entry.is_apart && is_first(entry.tag))
      stripmeta::inspection::add_maker_note(block_, entry.value, vendor, out_);
  }

  void add_entry(TagGroup group, std::string_view group_name, const TiffEntry& entry) {
    const std::string_view known = exif_tag_name(group, entry.tag);
    const auto text = exif_text(group, entry);
    out_.add(group_name, known.empty() ? hex_text(entry.tag, 4) : known, text, entry.value.size());
    const bool free_text = entry.tag == user_comment || entry.tag == xp_comment || entry.tag == image_description;
    if (group == TagGroup::image && free_text && is_first(entry.tag)) add_prompt(entry.value, text, out_);
  }

  const tiff::Block& block_;
  ValueList& out_;
  std::vector<std::uint64_t> entered_{0};  // 0 leads nowhere
  std::vector<std::uint16_t> seen_;
  std::uint64_t exif_at_{0};
  std::uint64_t gps_at_{0};
  std::uint64_t interop_at_{0};
  std::string make_;
};

}  // namespace

void add_exif(Bytes payload, ValueList& out) {
  constexpr std::string_view signature("Exif\0", 5);
  constexpr std::size_t signature_size = 6;  // the last byte is padding and may have any value
  const bool signed_payload = starts_with(payload, signature) && payload.size() >= signature_size;
  const auto block = tiff::Block::open_classic(signed_payload ? payload.subspan(signature_size) : payload);
  if (!block) return out.add("exif", "Unreadable", byte_count(payload.size()) + " without a TIFF header");
  ExifValues{*block, out}.add_all();
}

}  // namespace stripmeta::inspection
