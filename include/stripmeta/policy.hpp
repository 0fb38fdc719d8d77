// What a policy keeps and removes, as plain data. The library, the command line, the environment and the docs use the
// same words.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "stripmeta/error.hpp"

namespace stripmeta {

// Parts that a policy may keep. Pixels, colour transforms and animation always stay.
enum class Keep : std::uint8_t {
  icc,          // colour profile; without one, the Exif tag that says Adobe RGB
  orientation,  // Exif orientation 2 to 8, written anew (1 is the usual one and says nothing)
  density,      // dots per inch, if the file gives them
  copyright,    // creator and rights, written anew
  gainmap,      // HDR gain map
  panorama,     // what a viewer needs to show a sphere
  title,        // title and desc of an SVG
  ninepatch,    // Android's stretch areas in a PNG
};
inline constexpr std::size_t keep_count = 8;

// A set of parts. with() and without() return a changed copy.
class KeepSet {
 public:
  constexpr KeepSet() = default;
  constexpr KeepSet(std::initializer_list<Keep> parts) {
    for (const auto part : parts) bits_ |= 1U << static_cast<unsigned>(part);
  }
  constexpr bool contains(Keep part) const { return (bits_ >> static_cast<unsigned>(part) & 1U) != 0; }
  constexpr KeepSet with(Keep part) const { return KeepSet{bits_ | 1U << static_cast<unsigned>(part)}; }
  constexpr KeepSet without(Keep part) const { return KeepSet{bits_ & ~(1U << static_cast<unsigned>(part))}; }
  friend constexpr bool operator==(KeepSet, KeepSet) = default;

 private:
  explicit constexpr KeepSet(unsigned bits) : bits_(bits) {}
  unsigned bits_{0};
};

// `location` differs from the others: it removes only what says where a picture was taken. Everything else stays bit
// for bit, and Policy::keep has no effect.
enum class Preset : std::uint8_t { standard /* "default" */, share, archive, location };

// What people call each part, in the order of Keep: a word for policies, and a phrase that explains it.
struct KeepWord {
  Keep part;
  std::string_view word;
  std::string_view help;
};
inline constexpr std::array<KeepWord, keep_count> keep_words{{
    {Keep::icc, "icc", "colour profile"},
    {Keep::orientation, "orientation", "which side is up, if it is not the usual one"},
    {Keep::density, "density", "dots per inch"},
    {Keep::copyright, "copyright", "creator and rights"},
    {Keep::gainmap, "gainmap", "HDR gain map"},
    {Keep::panorama, "panorama", "projection of a photo sphere"},
    {Keep::title, "title", "title and description of an SVG"},
    {Keep::ninepatch, "ninepatch", "stretch areas of an Android PNG"},
}};

// What people call each preset, in the order of Preset, and which parts it keeps. `location` ignores its parts.
struct PresetWord {
  Preset preset;
  std::string_view word;
  KeepSet keep;
};
inline constexpr KeepSet default_keep{Keep::icc, Keep::orientation, Keep::density, Keep::title};
inline constexpr std::array<PresetWord, 4> preset_words{{
    {Preset::standard, "default", default_keep},
    {Preset::share, "share", default_keep.without(Keep::density).without(Keep::title)},
    {Preset::archive, "archive", default_keep.with(Keep::copyright)},
    {Preset::location, "location", default_keep},
}};

// Whether a table is in the order of its enumeration: row `i` has the value `i`, and a word.
template <typename Table, typename Value>
constexpr bool is_in_order(const Table& table, Value value) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].*value) != i || table[i].word.empty()) return false;
  }
  return true;
}
static_assert(is_in_order(keep_words, &KeepWord::part) && is_in_order(preset_words, &PresetWord::preset));

// All words of keep_words or preset_words, joined for a sentence: "icc, orientation, density".
template <typename Table>
std::string joined_words(const Table& table) {
  std::string words;
  for (const auto& row : table) {
    if (!words.empty()) words += ", ";
    words += row.word;
  }
  return words;
}

// What a Stripper does. You may set the fields yourself or have make_policy() set them. The limits are in bytes. If
// more of an image would have to be held, it is refused as `too_large`.
struct Policy {
  Preset preset{Preset::standard};
  KeepSet keep{default_keep};
  // Whether damaged images are refused instead of repaired.
  bool strict{false};
  // The most that is held of an image that streams: 128 KiB. A colour profile comes on top.
  std::uint64_t max_header_bytes{128U << 10U};
  // The longest input that is held as a whole, if the format needs that: 256 MiB.
  std::uint64_t max_whole_bytes{256U << 20U};

  constexpr bool keeps(Keep part) const { return keep.contains(part); }
};

// A policy as people write it. `keep` and `remove` are lists of words from keep_words: with commas between them, and
// with blanks around them if you like. Leave a field empty if nothing is given. The texts belong to the caller, and
// make_policy() needs them only during its call.
struct PolicyWords {
  std::string_view preset{};     // a word of preset_words; "" means "default"
  std::string_view keep{};       // parts to keep besides those of the preset
  std::string_view remove{};     // parts to remove although the preset keeps them
  std::optional<bool> strict{};  // nullopt means `strict_default`
  bool strict_default{false};
};

// The policy that the words describe, with the default limits. Error `configuration`, with a message that names the
// word, if a word is unknown, if a part is both kept and removed, or if parts are given together with the preset
// `location`.
std::expected<Policy, Error> make_policy(const PolicyWords& words);

// The policy as one text, for the provenance marker: "default;strict=1", "default;keep=a,b;remove=c;strict=0". It
// leaves out the limits. Apart from these, two policies with the same text have the same effect. Policies with
// different texts may have the same effect, too: "archive" does what "default" with "copyright" does.
std::string canonical(const Policy& policy);

}  // namespace stripmeta
