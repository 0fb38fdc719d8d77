#include "strip/location/note.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "strip/base/ascii.hpp"
#include "strip/location/sign.hpp"
#include "strip/metadata/sensitive.hpp"
#include "strip/tiff/file.hpp"
#include "strip/tiff/tag.hpp"

namespace stripmeta::location {
namespace {

constexpr std::size_t entry_size = 12;
constexpr std::string_view nikon_header("Nikon\0\2", 7);

// Where the directory of a note begins, by what stands before it (exiftool's documentation, "MakerNotes").
struct Layout {
  std::string_view signature;
  std::size_t directory;
};
constexpr auto layouts = std::to_array<Layout>({
    {"Apple iOS", 14},      {{"Nikon\0\1", 7}, 8},  {nikon_header, 18},   {"Panasonic", 12},   {"FUJIFILM", 12},
    {"GENERALE", 12},       {{"GE\0\0", 4}, 18},    {{"GENIC\0", 6}, 18}, {"JVC ", 4},         {"KYOCERA", 22},
    {{"MOT\0", 4}, 8},      {{"SEMC MS\0", 8}, 20}, {{"PREMI\0", 6}, 8},  {{"OLYMP\0", 6}, 8}, {{"OLYMPUS\0", 8}, 12},
    {"OM SYSTEM", 16},      {{"EPSON\0", 6}, 8},    {{"MINOL\0", 6}, 8},  {{"CAMER\0", 6}, 8}, {{"AOC\0", 4}, 6},
    {{"PENTAX \0", 8}, 10}, {"SONY ", 12},          {{"QVC\0", 4}, 6},    {"Ricoh", 8},        {"RICOH", 8},
    {"SIGMA", 10},          {"FOVEON", 10},         {"SANYO", 8},         {"LEICA", 8},        {"ISL", 24},
});

// From where a note's offsets count.
enum class Base : std::uint8_t { exif, header /* of its own, behind Nikon's signature */, unsure };

// Entries that are a place where the maker writes them.
struct Place {
  std::string_view make;
  std::uint16_t first;
  std::uint16_t last;
  Base base;
};
constexpr auto places = std::to_array<Place>({
    {"panasonic", 0x67, 0x70, Base::exif},  // location, country, state, city, landmark
    {"panasonic", 0x80, 0x80, Base::exif},  // the second city
    {"leica", 0x67, 0x70, Base::unsure},
    {"leica", 0x80, 0x80, Base::unsure},
    {"nikon", 0x39, 0x39, Base::header},    // LocationInfo
    {"nikon", 0xC3, 0xC3, Base::header},    // BarometerInfo: the altitude
    {"samsung", 0x2F, 0x34, Base::unsure},  // names of the place, what the receiver said
});

class Note {
 public:
  Note(Bytes note, std::size_t at, ByteOrder order) : note_(note), at_(at), order_(order) {}

  std::size_t count() const { return u16(note_, at_, order_); }
  Bytes entry(std::size_t i) const { return note_.subspan(at_ + 2 + i * entry_size, entry_size); }
  std::uint16_t tag(std::size_t i) const { return u16(entry(i), 0, order_); }
  std::uint64_t size(std::size_t i) const {
    return tiff::type_size(u16(entry(i), 2, order_)) * u32(entry(i), 4, order_);
  }
  std::uint32_t offset(std::size_t i) const { return u32(entry(i), 8, order_); }

  bool is_directory() const {
    constexpr std::size_t most = 512;
    if (at_ > note_.size() || note_.size() - at_ < 2) return false;
    if (count() == 0 || count() > most || count() * entry_size > note_.size() - at_ - 2) return false;
    for (std::size_t i = 0; i < count(); ++i) {
      if (tiff::type_size(u16(entry(i), 2, order_)) == 0) return false;
    }
    return true;
  }

 private:
  Bytes note_;
  std::size_t at_;
  ByteOrder order_;
};

// The one without a signature where none is known.
Layout find_layout(Bytes note) {
  const auto row = std::ranges::find_if(layouts, [&](const Layout& l) { return starts_with(note, l.signature); });
  return row == layouts.end() ? Layout{"", 0} : *row;
}

std::optional<Note> find_directory(Bytes note, std::size_t at) {
  for (const auto order : {ByteOrder::big, ByteOrder::little}) {
    const Note found{note, at, order};
    if (found.is_directory()) return found;
  }
  return std::nullopt;
}

// Who made the camera, by either of two names: a note outlives the tag that is beside it.
struct Maker {
  std::string_view make;
  std::string_view signature;

  bool is(std::string_view maker) const {
    const auto names_it = [&](std::string_view name) {
      return find_ignoring_case(name, maker) != std::string_view::npos;
    };
    return is_unknown() || names_it(make) || names_it(signature);
  }
  // It may be anyone's then: Samsung's notes have no signature.
  bool is_unknown() const { return signature.empty() && !says_something(std::as_bytes(std::span{make})); }
};

// Cameras write dashes where they know no place.
bool says(Bytes value) {
  return std::ranges::any_of(
      value, [](std::byte b) { return b != std::byte{0} && b != std::byte{' '} && b != std::byte{'-'}; });
}

bool says_place(const Note& found, std::size_t i, Base base, Bytes note, Bytes tiff) {
  constexpr std::uint64_t inline_size = 4;
  constexpr std::size_t header_at = 10;
  const auto size = found.size(i);
  if (size <= inline_size) return says(found.entry(i).subspan(8, static_cast<std::size_t>(size)));
  if (base == Base::unsure || (base == Base::header && !starts_with(note, nikon_header))) return true;
  const auto from = base == Base::exif ? tiff : note.subspan(std::min(header_at, note.size()));
  const std::uint64_t at = found.offset(i);
  if (at > from.size() || size > from.size() - at) return true;
  return says(from.subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(size)));
}

}  // namespace

bool may_hold_place_in_note(Bytes note, std::string_view make, Bytes tiff) {
  if (!says_something(note)) return false;
  if (may_hold_place(note)) return true;
  const auto layout = find_layout(note);
  const auto found = find_directory(note, layout.directory);
  if (!found) return true;
  const Maker maker{make, layout.signature};
  for (std::size_t i = 0; i < found->count(); ++i) {
    const auto tag = found->tag(i);
    if (tag == tiff::tag_gps_ifd) return true;
    const auto row = std::ranges::find_if(
        places, [&](const Place& place) { return tag >= place.first && tag <= place.last && maker.is(place.make); });
    if (row != places.end() && says_place(*found, i, maker.is_unknown() ? Base::unsure : row->base, note, tiff))
      return true;
  }
  return false;
}

}  // namespace stripmeta::location
