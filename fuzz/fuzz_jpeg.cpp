// The JPEG engine. The input's first byte chooses how the rest is split and under which policy.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "property.hpp"
#include "support/jpeg_reader.hpp"
#include "support/strip_whole.hpp"

namespace {

using stripmeta::fuzz::require;
using stripmeta::test::strip;
using stripmeta::test::Stripped;

// A piece of one byte costs as much as one of a hundred: longer inputs are split by the seed alone.
constexpr std::size_t one_byte_limit = 4096;

// Pieces whose sizes follow from a seed: 1 to 300 bytes, one in eight of them empty.
Stripped strip_split(std::string_view input, const stripmeta::Policy& policy, std::uint32_t seed) {
  stripmeta::Stripper stripper{policy};
  Stripped result;
  while (!input.empty()) {
    seed = seed * 1664525U + 1013904223U;
    const std::size_t size = (seed >> 24U) % 8 == 0 ? 0 : 1 + (seed >> 8U) % 300;
    const auto piece = input.substr(0, size);
    if (!stripmeta::test::feed_copy(stripper, piece, result)) return result;
    input.remove_prefix(piece.size());
  }
  stripmeta::test::finish(stripper, result);
  return result;
}

void compare(const Stripped& whole, const Stripped& split) {
  require(whole.error.has_value() == split.error.has_value(), "every split succeeds or fails alike");
  if (whole.error) {
    require(whole.error->kind == split.error->kind, "every split gives the same error");
    require(whole.error->offset == split.error->offset, "every split gives the same offset");
    return;
  }
  require(whole.output == split.output, "every split gives the same bytes");
  require(whole.report.rows.size() == split.report.rows.size(), "every split gives the same report");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::uint8_t choice = data[0];
  const std::string_view input{reinterpret_cast<const char*>(data + 1), size - 1};
  stripmeta::Policy policy;
  if ((choice & 1U) != 0) policy = *stripmeta::make_policy({.preset = "share"});
  if ((choice & 2U) != 0) policy.keep = {};
  policy.strict = (choice & 4U) != 0;

  const auto whole = strip(input, policy);
  if (input.size() <= one_byte_limit) compare(whole, strip(input, policy, 1));
  compare(whole, strip_split(input, policy, choice * 2654435761U));
  if (whole.error) return 0;

  require(stripmeta::test::JpegReader{whole.output}.judge().empty(), "nothing outside the allow-list is left");
  require(whole.output.size() <= input.size() + 1024, "the output is at most 1 KiB longer");
  require(whole.report.bytes_out == whole.output.size() && whole.report.bytes_in == input.size(), "sizes are right");
  require(whole.report.rows.size() <= 2 * stripmeta::kind_count, "the report is bounded");
  const auto twice = strip(whole.output, policy);
  require(!twice.error && twice.output == whole.output, "stripping twice equals once");
  require(twice.report.clean(), "what was stripped is clean");
  return 0;
}
