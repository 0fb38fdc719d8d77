// What the ordinary grammar of a format finds in a file: where the metadata are, and which picture the file shows.
#pragma once

#include <cstdint>
#include <expected>
#include <vector>

#include "strip/grammar/grammar.hpp"
#include "strip/location/patch.hpp"

namespace stripmeta::location {

// A part with metadata.
struct Part {
  Kind kind{};
  Range payload;      // empty if the grammar assembled it, as from the sub-blocks of a GIF
  std::size_t at{0};  // the part's first byte, framing included
};

struct Survey {
  std::vector<Part> parts;
  std::size_t end{0};         // offset behind the last byte that the ordinary grammar keeps
  bool is_truncated{false};   // the end of the image is missing
  std::uint64_t size{0};      // bytes that the ordinary grammar emits
  std::uint32_t checksum{0};  // CRC-32 of these bytes

  bool shows_the_same(const Survey& other) const { return size == other.size && checksum == other.checksum; }
};

// Runs the grammar on the range `where` of `bytes`. The ranges of the survey refer to `bytes`. Errors: those of the
// grammar, and `too_large` if the file has more than a million parts.
std::expected<Survey, Error> survey(Grammar& grammar, Bytes bytes, Range where, const Policy& policy);

}  // namespace stripmeta::location
