// Checks what the engine promises for any input of any format. The first byte of the input chooses how the rest is
// split, and the policy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "property.hpp"
#include "support/cpp/kept_blocks.hpp"
#include "support/cpp/strip_whole.hpp"

namespace stripmeta::fuzz {

// A piece of one byte costs as much time as one of a hundred. So inputs longer than this are not split into single
// bytes, only by the seed.
inline constexpr std::size_t one_byte_limit = 4096;

// Strips the input in pieces whose sizes follow from a seed: 1 to 300 bytes, or 0 for one piece in eight.
inline test::Stripped strip_split(std::string_view input, const Policy& policy, std::uint32_t seed) {
  Stripper stripper{policy};
  test::Stripped result;
  while (!input.empty()) {
    seed = seed * 1664525U + 1013904223U;
    const std::size_t size = (seed >> 24U) % 8 == 0 ? 0 : 1 + (seed >> 8U) % 300;
    const auto piece = input.substr(0, size);
    if (!test::feed_copy(stripper, piece, result)) return result;
    input.remove_prefix(piece.size());
  }
  test::finish(stripper, result);
  return result;
}

inline void compare(const test::Stripped& whole, const test::Stripped& split) {
  require(whole.error.has_value() == split.error.has_value(), "every split succeeds or fails alike");
  if (whole.error) {
    require(whole.error->kind == split.error->kind, "every split gives the same error");
    require(whole.error->offset == split.error->offset, "every split gives the same offset");
    return;
  }
  require(whole.output == split.output, "every split gives the same bytes");
  require(whole.report.rows.size() == split.report.rows.size(), "every split gives the same report");
}

// Checks what the policy `location` promises in addition, above all that the picture stays.
inline void check_location(std::string_view input, std::uint8_t choice) {
  const Policy policy = *make_policy({.preset = "location", .strict = (choice & 4U) != 0});
  const auto once = test::strip(input, policy);
  compare(once, strip_split(input, policy, choice * 2654435761U));
  if (once.error) return;
  require(once.report.clean() == (once.output == input), "what is clean passes as it is");
  require(once.output.size() <= input.size() + 1024, "the output is at most 1 KiB longer");
  const auto twice = test::strip(once.output, policy);
  require(!twice.error && twice.output == once.output && twice.report.clean(), "stripping twice equals once");
  require(test::strip(once.output).output == test::strip(input).output, "the picture is the same");
}

// Whether `reader` judges files of this format. HEIC and AVIF have the same reader, that of HEIF.
inline bool is_judged_by(std::string_view reader, Format format) {
  const auto word = format == Format::heic || format == Format::avif ? "heif" : format_word(format);
  return word == reader;
}

// `judge` returns what an output holds against its format's allow-list and the policy; "" if there is nothing. `format`
// is the word of the format that `judge` reads ("png"). For inputs of other formats the engine has to keep all other
// promises.
template <typename Judge>
void check_engine(const std::uint8_t* data, std::size_t size, std::string_view format, Judge judge) {
  if (size < 2) return;
  const std::uint8_t choice = data[0];
  const std::string_view input{reinterpret_cast<const char*>(data + 1), size - 1};
  if ((choice & 64U) != 0) return check_location(input, choice);
  Policy policy;
  if ((choice & 1U) != 0) policy = *make_policy({.preset = "share"});
  if ((choice & 2U) != 0) policy.keep = {};
  policy.strict = (choice & 4U) != 0;
  const test::Allowed allowed{
      .copyright = (choice & 8U) != 0, .panorama = (choice & 16U) != 0, .gain_map = (choice & 32U) != 0};
  if (allowed.copyright) policy.keep = policy.keep.with(Keep::copyright);
  if (allowed.panorama) policy.keep = policy.keep.with(Keep::panorama);
  if (allowed.gain_map) policy.keep = policy.keep.with(Keep::gainmap);

  const auto whole = test::strip(input, policy);
  if (input.size() <= one_byte_limit) compare(whole, test::strip(input, policy, 1));
  compare(whole, strip_split(input, policy, choice * 2654435761U));
  if (whole.error) return;

  if (is_judged_by(format, whole.report.format)) {
    require(std::string{judge(whole.output, allowed)}.empty(), "nothing outside the allow-list is left");
  }
  require(whole.report.changed() == (whole.output != input), "whatever changes has a row");
  const std::size_t growth = allowed.gain_map ? 4096 : 1024;
  require(whole.output.size() <= input.size() + growth, "the output is hardly longer");
  require(whole.report.bytes_out == whole.output.size() && whole.report.bytes_in == input.size(), "sizes are right");
  require(whole.report.rows.size() <= 2 * kind_count, "the report is bounded");
  const auto twice = test::strip(whole.output, policy);
  require(!twice.error && twice.output == whole.output, "stripping twice equals once");
  require(!twice.report.changed(), "what was stripped does not change");
}

}  // namespace stripmeta::fuzz
