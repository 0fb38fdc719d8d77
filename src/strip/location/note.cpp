#include "strip/location/note.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "strip/location/sign.hpp"
#include "strip/metadata/sensitive.hpp"
#include "strip/metadata/tiff_tags.hpp"
#include "strip/xml/range.hpp"

namespace stripmeta::location {
namespace {

constexpr std::string_view nikon_header("Nikon\0\2", 7);
constexpr std::size_t nikon_base = 10;

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

struct Found {
  tiff::Block block;  // the offsets of the directory's entries count from its first byte
  tiff::Directory directory;
};

// The one without a signature if none is known.
Layout find_layout(Bytes note) {
  const auto row = std::ranges::find_if(layouts, [&](const Layout& l) { return starts_with(note, l.signature); });
  return row == layouts.end() ? Layout{"", 0} : *row;
}

// Tries both byte orders. nullopt if there is no directory, all of whose entries are in the note and of known types.
std::optional<Found> find_directory(const tiff::Block& block, const tiff::Entry& note, const Layout& layout) {
  constexpr std::uint64_t most_entries = 512;
  const auto base = starts_with(note.value, nikon_header)
                        ? std::min<std::uint64_t>(note.value_at + nikon_base, block.bytes().size())
                        : 0;
  const auto at = note.value_at + layout.directory - base;
  for (const auto order : {ByteOrder::big, ByteOrder::little}) {
    const auto from = tiff::Block::headless(block.bytes().subspan(static_cast<std::size_t>(base)), order);
    const auto directory = from.directory(at, tiff::Broken::stop);
    if (!directory || !directory->is_whole || directory->count == 0 || directory->count > most_entries) continue;
    if (base + from.entry_at(*directory, directory->count) <= note.value_at + note.value.size())
      return Found{from, *directory};
  }
  return std::nullopt;
}

// Who made the camera, by either of two names: a note outlives the tag that is beside it.
struct Maker {
  std::string_view make;
  std::string_view signature;

  bool is(std::string_view maker) const {
    const auto names_it = [&](std::string_view name) { return xml::find_word(name, maker) != std::string_view::npos; };
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

// Of a value apart, if it is not known for sure where it stands, the answer is yes.
bool says_place(const tiff::Entry& entry, Base base, Bytes note) {
  const bool has_header = starts_with(note, nikon_header);
  const bool is_sure = base == Base::header ? has_header : base == Base::exif && !has_header;
  if (!entry.is_readable || (entry.is_apart && !is_sure)) return true;
  return says(entry.value);
}

}  // namespace

bool may_hold_place_in_note(const tiff::Block& block, const tiff::Entry& note, std::string_view make) {
  if (!says_something(note.value)) return false;
  if (may_hold_place(note.value)) return true;
  const auto layout = find_layout(note.value);
  const auto found = find_directory(block, note, layout);
  if (!found) return true;
  const Maker maker{make, layout.signature};
  for (const auto& entry : found->block.entries(found->directory)) {
    if (entry.tag == tiff::tag_gps_ifd) return true;
    const auto row = std::ranges::find_if(places, [&](const Place& place) {
      return entry.tag >= place.first && entry.tag <= place.last && maker.is(place.make);
    });
    if (row != places.end() && says_place(entry, maker.is_unknown() ? Base::unsure : row->base, note.value))
      return true;
  }
  return false;
}

}  // namespace stripmeta::location
