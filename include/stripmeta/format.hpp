// The image formats that the engine knows, as one table: what each is called, and which parts a policy decides on.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "stripmeta/policy.hpp"

namespace stripmeta {

// `svg` must stay the last one: its number is the number of formats, and detection tries it after all others, because
// it has no signature.
enum class Format : std::uint8_t { unknown, jpeg, png, gif, webp, heic, avif, jxl, jp2, tiff, svg };

// Every format but `unknown`, in the order of Format.
inline constexpr auto all_formats = [] {
  std::array<Format, static_cast<std::size_t>(Format::svg)> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<Format>(i + 1);
  return all;
}();

// What the engine does with one part of a picture (Keep) in one format.
enum class Rule : std::uint8_t {
  never,   // the format cannot hold the part, or the engine never keeps it there
  policy,  // the policy decides
  always,  // the part belongs to the picture data and always stays
};

// All texts are static.
struct FormatInfo {
  Format format;
  std::string_view word;        // for programs: "jpeg"
  std::string_view title;       // for sentences: "JPEG"
  std::string_view media_type;  // "image/jpeg"
  std::string_view extensions;  // of file names, in lower case, separated by blanks: "jpg jpeg"
  KeepSet by_policy{};          // the parts with Rule::policy
  KeepSet always{};             // the parts with Rule::always
  std::string_view removed;     // for people: what else every policy except `location` removes
  std::string_view page;        // its page in docs/formats: "jpeg.md"

  constexpr Rule rule(Keep part) const {
    if (always.contains(part)) return Rule::always;
    return by_policy.contains(part) ? Rule::policy : Rule::never;
  }
};

// The row of a format. The row of `unknown` has a word, a title and a media type (see below) and is empty otherwise.
const FormatInfo& format_info(Format format);

// A field of that row; static texts.
std::string_view format_word(Format format);   // "jpeg"; "unknown" for `unknown`
std::string_view format_title(Format format);  // "JPEG"; "unknown format" for `unknown`
std::string_view media_type(Format format);    // "image/jpeg"; "application/octet-stream" for `unknown`

// The format that has the extension of this file name; upper and lower case count as the same. `unknown` if no format
// has it. Use it for messages only: the engine goes by a file's content, never by its name.
Format named_as(std::string_view name);

// The format that the name of a file claims although the file has `format`: `jpeg` for a PNG with the name "photo.jpg".
// `unknown` if the name is right or claims nothing, or if `format` is `unknown`.
Format misnamed_as(std::string_view name, Format format);

}  // namespace stripmeta
