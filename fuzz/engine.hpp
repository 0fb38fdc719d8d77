// Checks what the engine promises for any input of any format. The first byte of the input chooses how the rest is
// split, and the policy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "property.hpp"
#include "support/cpp/strip_whole.hpp"

namespace stripmeta::fuzz {

// A piece of one byte costs as much time as one of a hundred. So inputs longer than this are not split into single
// bytes, only by the seed.
inline constexpr std::size_t one_byte_limit = 4096;

// Strips the input in pieces whose sizes follow from a seed: 1 to 300 bytes, or 0 for one piece in eight.
inline test::Stripped strip_split(std::string_view input, const Policy& policy, std::uint32_t seed) {
  Stripper stripper{policy};
  stripper.verify(true);
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

// The second reader has to account for each byte of an output.
inline void require_no_defect(const Error& error) {
  require(error.kind != ErrorKind::internal, error.message.c_str());
}

// Checks what the policy `location` promises in addition, above all that the picture stays.
inline void check_location(std::string_view input, std::uint8_t choice) {
  const Policy policy = *make_policy({.preset = "location", .strict = (choice & 4U) != 0});
  const auto once = test::strip(input, policy);
  compare(once, strip_split(input, policy, choice * 2654435761U));
  if (once.error) return require_no_defect(*once.error);
  require(once.report.clean() == (once.output == input), "what is clean passes as it is");
  require(once.output.size() <= input.size() + 1024, "the output is at most 1 KiB longer");
  const auto twice = test::strip(once.output, policy);
  require(!twice.error && twice.output == once.output && twice.report.clean(), "stripping twice equals once");
  require(test::strip(once.output).output == test::strip(input).output, "the picture is the same");
}

// What is stripped is shown to the second reader (strip_whole.hpp), so that an output with a byte that has no reason is
// an internal error.
inline void check_engine(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return;
  const std::uint8_t choice = data[0];
  const std::string_view input{reinterpret_cast<const char*>(data + 1), size - 1};
  if ((choice & 64U) != 0) return check_location(input, choice);
  Policy policy;
  if ((choice & 1U) != 0) policy = *make_policy({.preset = "share"});
  if ((choice & 2U) != 0) policy.keep = {};
  policy.strict = (choice & 4U) != 0;
  if ((choice & 8U) != 0) policy.keep = policy.keep.with(Keep::copyright);
  if ((choice & 16U) != 0) policy.keep = policy.keep.with(Keep::panorama);
  if ((choice & 32U) != 0) policy.keep = policy.keep.with(Keep::gainmap);

  const auto whole = test::strip(input, policy);
  if (input.size() <= one_byte_limit) compare(whole, test::strip(input, policy, 1));
  compare(whole, strip_split(input, policy, choice * 2654435761U));
  if (whole.error) return require_no_defect(*whole.error);

  require(whole.report.changed() == (whole.output != input), "whatever changes has a row");
  const std::size_t growth = policy.keeps(Keep::gainmap) ? 4096 : 1024;
  require(whole.output.size() <= input.size() + growth, "the output is hardly longer");
  require(whole.report.bytes_out == whole.output.size() && whole.report.bytes_in == input.size(), "sizes are right");
  require(whole.report.rows.size() <= 2 * kind_count, "the report is bounded");
  const auto twice = test::strip(whole.output, policy);
  require(!twice.error && twice.output == whole.output, "stripping twice equals once");
  require(!twice.report.changed(), "what was stripped does not change");
}

}  // namespace stripmeta::fuzz
