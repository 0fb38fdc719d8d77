#include "inspect/maker_note.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "inspect/text.hpp"

namespace stripmeta::inspection {
namespace {

struct Signature {
  std::string_view prefix;
  std::string_view vendor;
};

// If two signatures begin alike, the longer one comes first.
constexpr std::array signatures{
    Signature{"Apple iOS", "Apple"},
    Signature{"Nikon", "Nikon"},
    Signature{"OLYMP", "Olympus"},
    Signature{"OM SYSTEM", "OM System"},
    Signature{"SONY", "Sony"},
    Signature{"VHAB", "Sony"},
    Signature{"Panasonic", "Panasonic"},
    Signature{"FUJIFILM", "Fujifilm"},
    Signature{"GENERALE", "GE"},
    Signature{"PENTAX", "Pentax"},
    Signature{"AOC", "Pentax"},
    Signature{"STMN", "Samsung"},
    Signature{"SAMSUNG", "Samsung"},
    Signature{"LEICA", "Leica"},
    Signature{"Ricoh", "Ricoh"},
    Signature{"RICOH", "Ricoh"},
    Signature{"Rv", "Ricoh"},
    Signature{"Rev", "Ricoh"},
    Signature{"DJI", "DJI"},
    Signature{"[ae_dbg_info:", "DJI"},
    Signature{"HDRP", "Google"},
    Signature{"HUAWEI", "Huawei"},
    Signature{"MOT", "Motorola"},
    Signature{"QTI Debug", "Qualcomm"},
    Signature{"QVC", "Casio"},
    Signature{"DCI", "Casio"},
    Signature{"SIGMA", "Sigma"},
    Signature{"FOVEON", "Sigma"},
    Signature{"KDK", "Kodak"},
    Signature{"MLT0", "Minolta"},
    Signature{"MLY0", "Minolta"},
    Signature{"MINOL", "Minolta"},
    Signature{"+M", "Minolta"},
    Signature{"KYOCERA", "Kyocera"},
    Signature{"EPSON", "Epson"},
    Signature{"SANYO", "Sanyo"},
    Signature{"JVC", "JVC"},
    Signature{"GENIC", "GE"},
    Signature{"RECONYX", "Reconyx"},
    Signature{"IIIITwaR", "Phase One"},
    Signature{"MMMMRawT", "Phase One"},
};

// What the offsets in a note count from.
enum class Base : std::uint8_t {
  block,  // the Exif block, in its byte order
  note,   // the note itself
  inner,  // a TIFF header of the note's own, at `start`
};

// The layout of notes that start with `prefix`, which is "" if the vendor's notes have no signature.
struct Layout {
  std::string_view vendor;
  std::string_view prefix;
  std::size_t start;  // of the IFD, or of the inner header, in the note
  Base base;
  std::size_t order_at{0};  // offset of "II" or "MM" in the note; 0: as in the block
};

constexpr std::array layouts{
    Layout{"Canon", "", 0, Base::block},
    Layout{"Nikon", {"Nikon\0\2", 7}, 10, Base::inner},
    Layout{"NIKON", "", 0, Base::block},
    Layout{"Olympus", {"OLYMP\0", 6}, 8, Base::block},
    Layout{"Olympus", {"OLYMPUS\0", 8}, 12, Base::note, 8},
    Layout{"OM System", {"OM SYSTEM\0\0\0", 12}, 16, Base::note, 12},
    Layout{"Panasonic", {"Panasonic\0\0\0", 12}, 12, Base::block},
    Layout{"Pentax", {"AOC\0", 4}, 6, Base::block, 4},
    Layout{"Pentax", {"PENTAX \0", 8}, 10, Base::note, 8},
    Layout{"Fujifilm", "FUJIFILM", 12, Base::note},
    Layout{"Sigma", {"SIGMA\0\0\0", 8}, 10, Base::block},
    Layout{"Sigma", {"FOVEON\0\0", 8}, 10, Base::block},
    Layout{"Ricoh", "Ricoh", 8, Base::block},
    Layout{"Ricoh", "RICOH", 8, Base::note, 6},
    Layout{"Motorola", {"MOT\0", 4}, 8, Base::note},
};

struct Tag {
  std::string_view vendor;
  std::uint16_t tag;
  std::string_view name;
};

constexpr std::array tags{
    Tag{"Canon", 0x0009, "OwnerName"},
    Tag{"Canon", 0x000c, "SerialNumber"},
    Tag{"Canon", 0x0096, "InternalSerialNumber"},
    Tag{"Nikon", 0x001d, "SerialNumber"},
    Tag{"Nikon", 0x00a0, "SerialNumber"},
    Tag{"Olympus", 0x0404, "SerialNumber"},
    Tag{"Panasonic", 0x0025, "InternalSerialNumber"},
    Tag{"Panasonic", 0x0052, "LensSerialNumber"},
    Tag{"Pentax", 0x0229, "SerialNumber"},
    Tag{"Fujifilm", 0x0010, "InternalSerialNumber"},
    Tag{"Sigma", 0x0002, "SerialNumber"},
    Tag{"Ricoh", 0x0005, "SerialNumber"},
    Tag{"Motorola", 0x5501, "SerialNumber"},
};

// Tags of the directory "Equipment", which an entry of Olympus' notes leads to.
constexpr std::uint16_t equipment = 0x2010;
constexpr std::array equipment_tags{
    Tag{"Olympus", 0x0101, "SerialNumber"},
    Tag{"Olympus", 0x0102, "InternalSerialNumber"},
    Tag{"Olympus", 0x0202, "LensSerialNumber"},
    Tag{"Olympus", 0x0302, "ExtenderSerialNumber"},
};

// OM System is Olympus' successor and writes the same notes.
std::string_view tags_vendor(std::string_view vendor) {
  if (vendor == "OM System") return "Olympus";
  return vendor.starts_with("NIKON") ? "Nikon" : vendor;
}

const Layout* find_layout(Bytes note, std::string_view vendor) {
  const auto* const found = std::ranges::find_if(layouts, [&](const Layout& layout) {
    return vendor.starts_with(layout.vendor) && starts_with(note, layout.prefix);
  });
  return found == layouts.end() ? nullptr : &*found;
}

ByteOrder byte_order(Bytes note, const Layout& layout, ByteOrder block_order) {
  if (layout.vendor == "Fujifilm") return ByteOrder::little;
  if (layout.order_at == 0) return block_order;
  const auto word = note.subspan(std::min(layout.order_at, note.size()));
  if (starts_with(word, "II")) return ByteOrder::little;
  return starts_with(word, "MM") ? ByteOrder::big : block_order;
}

// A text or a number as text; "" if it is blank, or is what cameras write if there is no owner or number: zeros, a
// stray byte.
std::string printable_value(const TiffEntry& entry) {
  const bool is_number = entry.type == tiff::type_long || entry.type == tiff::type_short;
  if (is_number && entry.count == 1) return entry.as_integer().value_or(0) == 0 ? "" : entry.numbers_text();
  const auto value = entry.value.first(std::min(entry.value.size(), max_rendered_bytes));
  const auto first = std::ranges::find_if(value, [](std::byte byte) { return byte != std::byte{0}; });
  const auto text = trimmed(until_nul(as_text({first, value.end()})));
  const bool is_readable = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) >= ' '; });
  const bool has_content = text.size() > 1 && text.find_first_not_of("0 -.") != std::string_view::npos;
  return is_readable && has_content ? utf8_or_latin1(text) : std::string{};
}

// Each tag is looked up once: the 65,535 entries of a note may share one large value or lead to one large directory.
class MakerNote {
 public:
  MakerNote(tiff::Block block, std::string_view vendor, ValueList& out) : block_(block), vendor_(vendor), out_(out) {}

  void add(std::size_t at) const {
    const auto directory = read_directory(block_, at);
    add_known(directory, tags);
    const auto* const entry = vendor_ == "Olympus" ? directory.find(equipment) : nullptr;
    if (entry != nullptr) add_known(equipment_of(*entry), equipment_tags);
  }

 private:
  // The value is the directory itself in older cameras, and the directory's offset in newer ones.
  TiffDirectory equipment_of(const TiffEntry& entry) const {
    if (entry.value.empty()) return {};
    const bool is_offset = entry.type == tiff::type_ifd || entry.type == tiff::type_long;
    return read_directory(block_, is_offset ? entry.pointer().value_or(0) : entry.value_at);
  }

  template <std::size_t size>
  void add_known(const TiffDirectory& directory, const std::array<Tag, size>& known) const {
    for (const auto& tag : known) {
      const auto* const entry = tag.vendor == vendor_ ? directory.find(tag.tag) : nullptr;
      if (entry == nullptr || !entry->is_readable) continue;
      if (const auto text = printable_value(*entry); !text.empty())
        out_.add("maker_note", tag.name, text, entry->value.size());
    }
  }

  tiff::Block block_;
  std::string_view vendor_;
  ValueList& out_;
};

}  // namespace

void add_maker_note(const tiff::Block& block, Bytes note, std::string_view vendor, ValueList& out) {
  const auto* const layout = find_layout(note, vendor);
  if (layout == nullptr || note.size() < layout->start) return;
  const auto note_at = static_cast<std::size_t>(note.data() - block.bytes().data());
  if (layout->base == Base::inner) {
    if (const auto inner = tiff::Block::open_classic(note.subspan(layout->start))) {
      MakerNote{*inner, tags_vendor(vendor), out}.add(inner->first());
    }
    return;
  }
  const bool in_block = layout->base == Base::block;
  const auto headless =
      tiff::Block::headless(in_block ? block.bytes() : note, byte_order(note, *layout, block.order()));
  MakerNote{headless, tags_vendor(vendor), out}.add(layout->start + (in_block ? note_at : 0));
}

std::string maker_note_vendor(Bytes note, std::string_view make) {
  const auto* const found =
      std::ranges::find_if(signatures, [&](const Signature& row) { return starts_with(note, row.prefix); });
  if (found != signatures.end()) return std::string(found->vendor);
  const std::string_view name = trimmed(until_nul(make));
  return name.empty() ? "unknown" : utf8_or_latin1(name);
}

}  // namespace stripmeta::inspection
