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
  icc,          // colour profile, or an Exif tag that alone says Adobe RGB
  orientation,  // Exif orientation 2..8, as one fresh tag
  density,      // dots per inch, if the container has them
  copyright,    // creator and rights, rebuilt
  gainmap,      // HDR gain map
  panorama,     // what a viewer needs to show a sphere
  title,        // title and desc of an SVG
  ninepatch,    // Android's stretch areas in a PNG
};
inline constexpr std::size_t keep_count = 8;

// A set of Keep.
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
// for bit, and KeepSet has no effect.
enum class Preset : std::uint8_t { standard /* "default" */, share, archive, location };

// The words for Keep.
struct KeepWord {
  Keep part;
  std::string_view word;
  std::string_view help;
};
inline constexpr std::array<KeepWord, keep_count> keep_words{{
    {Keep::icc, "icc", "colour profile"},
    {Keep::orientation, "orientation", "which side is up, where it is not the usual one"},
    {Keep::density, "density", "dots per inch"},
    {Keep::copyright, "copyright", "creator and rights"},
    {Keep::gainmap, "gainmap", "HDR gain map"},
    {Keep::panorama, "panorama", "projection of a photo sphere"},
    {Keep::title, "title", "title and description of an SVG"},
    {Keep::ninepatch, "ninepatch", "stretch areas of an Android PNG"},
}};

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

// Whether each row of a table stands at the place that its value has in the enumeration.
template <typename Table, typename Value>
constexpr bool is_in_order(const Table& table, Value value) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].*value) != i || table[i].word.empty()) return false;
  }
  return true;
}
static_assert(is_in_order(keep_words, &KeepWord::part) && is_in_order(preset_words, &PresetWord::preset));

// The words of keep_words or preset_words, for a sentence: "icc, orientation".
template <typename Table>
std::string joined_words(const Table& table) {
  std::string words;
  for (const auto& row : table) {
    if (!words.empty()) words += ", ";
    words += row.word;
  }
  return words;
}

struct Policy {
  Preset preset{Preset::standard};
  KeepSet keep{default_keep};
  bool strict{false};                           // refuse damaged images instead of repairing them
  std::uint64_t max_header_bytes{128U << 10U};  // limit for what is held of a streamed image, ICC profile excluded
  std::uint64_t max_whole_bytes{256U << 20U};   // limit for an input that must be held as a whole

  constexpr bool keeps(Keep part) const { return keep.contains(part); }
};

// A policy as people write it: words separated by commas, with optional blanks around them; empty if not given.
struct PolicyWords {
  std::string_view preset{};     // "" is "default"
  std::string_view keep{};       // added to the preset
  std::string_view remove{};     // removed from the preset
  std::optional<bool> strict{};  // nullopt: `strict_default`
  bool strict_default{false};
};

// Error `configuration`, naming the word: unknown, both kept and removed, or given with
// the preset `location`.
std::expected<Policy, Error> make_policy(const PolicyWords& words);

// The policy as canonical text, for the provenance marker: "default;strict=1", "default;keep=a,b;remove=c;strict=0".
// Two policies have the same effect exactly if their texts are equal (apart from the limits).
std::string canonical(const Policy& policy);

}  // namespace stripmeta
