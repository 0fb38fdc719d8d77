#include "strip/location/note.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "strip/base/ascii.hpp"
#include "strip/location/sign.hpp"
#include "strip/metadata/sensitive.hpp"
#include "strip/metadata/tiff_tags.hpp"

namespace stripmeta::location {
namespace {

constexpr std::string_view nikon_header("Nikon\0\2", 7);
constexpr std::size_t nikon_base = 10;

// Where a note's directory starts, by the note's signature (exiftool's documentation, "MakerNotes").
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

// What the offsets in a note count from.
enum class Base : std::uint8_t {
  exif,    // the TIFF header of the Exif block
  header,  // the note's own TIFF header, behind Nikon's signature
  unsure,
};

// Entries in which a maker writes places.
struct PlaceTags {
  std::string_view make;
  std::uint16_t first;
  std::uint16_t last;
  Base base;
};
constexpr auto place_tags = std::to_array<PlaceTags>({
    {"panasonic", 0x67, 0x70, Base::exif},  // location, country, state, city, landmark
    {"panasonic", 0x80, 0x80, Base::exif},  // the second city
    {"leica", 0x67, 0x70, Base::unsure},
    {"leica", 0x80, 0x80, Base::unsure},
    {"nikon", 0x39, 0x39, Base::header},    // LocationInfo
    {"nikon", 0xC3, 0xC3, Base::header},    // BarometerInfo: the altitude
    {"samsung", 0x2F, 0x34, Base::unsure},  // names of the place, and the GPS receiver's output
});

struct Found {
  tiff::Block block;  // the offsets of the directory's entries count from its first byte
  tiff::Directory directory;
};

// The layout of a note. If no signature fits, its directory is taken to be right at the start.
Layout find_layout(Bytes note) {
  const auto row = std::ranges::find_if(layouts, [&](const Layout& l) { return starts_with(note, l.signature); });
  return row == layouts.end() ? Layout{"", 0} : *row;
}

// The note's directory, in either byte order. nullopt unless all of its entries lie in the note and have known types.
std::optional<Found> find_directory(const tiff::Block& block, const tiff::Entry& note, const Layout& layout) {
  constexpr std::uint64_t max_entries = 512;
  const bool has_header = starts_with(note.value, nikon_header);
  const auto bytes = has_header ? note.value.subspan(std::min(nikon_base, note.value.size())) : block.bytes();
  const auto at = has_header ? layout.directory - nikon_base : note.value_at + layout.directory;
  const auto end = has_header ? bytes.size() : note.value_at + note.value.size();
  for (const auto order : {ByteOrder::big, ByteOrder::little}) {
    const auto from = tiff::Block::headless(bytes, order);
    const auto found = from.directory(at, tiff::Broken::stop);
    const bool is_sound = found && found->is_whole && found->count > 0 && found->count <= max_entries;
    if (is_sound && from.entry_at(*found, found->count) <= end) return Found{from, *found};
  }
  return std::nullopt;
}

// The camera's maker by two names, Exif's tag and the note's signature. Programs may remove the tag and leave the note.
struct Maker {
  std::string_view make;
  std::string_view signature;

  bool is(std::string_view maker) const {
    const auto is_named = [&](std::string_view name) {
      return find_ignoring_case(name, maker) != std::string_view::npos;
    };
    return is_unknown() || is_named(make) || is_named(signature);
  }
  // If so, the note may be any maker's: Samsung's notes have no signature.
  bool is_unknown() const { return signature.empty() && !says_something(std::as_bytes(std::span{make})); }
};

// Cameras that do not know the place write dashes.
bool has_content(Bytes value) {
  return std::ranges::any_of(
      value, [](std::byte b) { return b != std::byte{0} && b != std::byte{' '} && b != std::byte{'-'}; });
}

// Whether the entry says something. True also if its value cannot be read, or stands apart and its place is not
// certain.
bool may_name_place(const tiff::Entry& entry, Base base, Bytes note) {
  const bool has_header = starts_with(note, nikon_header);
  const bool is_sure = base == Base::header ? has_header : base == Base::exif && !has_header;
  if (!entry.is_readable || (entry.is_apart && !is_sure)) return true;
  return has_content(entry.value);
}

// Olympus' manometer, which tells the height or the depth, stands in the directory of camera settings. Its offsets
// count from the note's start, in notes with the older signature from the TIFF header.
bool has_manometer(const Found& found, const tiff::Block& block, const tiff::Entry& note) {
  constexpr std::uint16_t camera_settings = 0x2020;
  constexpr std::array<std::uint16_t, 2> manometer{0x0900, 0x0901};
  const auto is_settings = [](const tiff::Entry& entry) { return entry.tag == camera_settings; };
  const auto is_manometer = [&](const tiff::Entry& entry) {
    return std::ranges::find(manometer, entry.tag) != manometer.end() && has_content(entry.value);
  };
  const bool is_old = starts_with(note.value, std::string_view("OLYMP\0", 6));
  const auto base = tiff::Block::headless(is_old ? block.bytes() : note.value, found.block.order());
  for (const auto& entry : found.block.entries(found.directory)) {
    if (!is_settings(entry)) continue;
    const auto at = entry.is_apart ? entry.value_at : entry.pointer().value_or(0);
    const auto settings = base.directory(at, tiff::Broken::stop);
    if (!settings || std::ranges::any_of(base.entries(*settings), is_manometer)) return true;
  }
  return false;
}

}  // namespace

bool may_hold_place_in_note(const tiff::Block& block, const tiff::Entry& note, std::string_view make) {
  if (!says_something(note.value)) return false;
  if (may_hold_place(note.value)) return true;
  const auto layout = find_layout(note.value);
  const auto found = find_directory(block, note, layout);
  if (!found) return true;
  const Maker maker{make, layout.signature};
  if ((maker.is("olympus") || maker.is("om system")) && has_manometer(*found, block, note)) return true;
  for (const auto& entry : found->block.entries(found->directory)) {
    if (entry.tag == tiff::tag_gps_ifd) return true;
    const auto row = std::ranges::find_if(place_tags, [&](const PlaceTags& tags) {
      return entry.tag >= tags.first && entry.tag <= tags.last && maker.is(tags.make);
    });
    if (row != place_tags.end() && may_name_place(entry, maker.is_unknown() ? Base::unsure : row->base, note.value))
      return true;
  }
  return false;
}

}  // namespace stripmeta::location
