// The image formats that the engine knows, as one table: what each is called, and what a policy does in it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "stripmeta/policy.hpp"

namespace stripmeta {

// `svg` stays the last one: all_formats counts by it, and it is told by its text after all others.
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

struct FormatInfo {
  Format format;
  std::string_view word;        // for programs: "jpeg"
  std::string_view title;       // for sentences: "JPEG"
  std::string_view media_type;  // "image/jpeg"
  std::string_view extensions;  // of file names, in lower case, separated by blanks: "jpg jpeg"
  KeepSet by_policy{};          // the parts with Rule::policy
  KeepSet always{};             // the parts with Rule::always
  std::string_view removed;     // what else goes under every policy but `location`, in words
  std::string_view page;        // the page of docs/formats that describes it: "jpeg.md"

  constexpr Rule rule(Keep part) const {
    if (always.contains(part)) return Rule::always;
    return by_policy.contains(part) ? Rule::policy : Rule::never;
  }
};

// The row of a format. That of `unknown` has the word "unknown", a media type for any bytes, and is empty otherwise.
const FormatInfo& format_info(Format format);

std::string_view format_word(Format format);   // "jpeg"; "unknown"
std::string_view format_title(Format format);  // "JPEG"; "unknown format"
std::string_view media_type(Format format);    // "image/jpeg"; "application/octet-stream" for `unknown`

// The format that a file name's extension stands for, in letters of any case. `unknown` if no format has it. Names
// decide nothing: content does.
Format named_as(std::string_view name);

// The same, but `unknown` also if it is `format` itself, or if `format` is `unknown`: a "photo.jpg" that is a PNG is
// misnamed as `jpeg`.
Format misnamed_as(std::string_view name, Format format);

}  // namespace stripmeta
