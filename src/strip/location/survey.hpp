// What the ordinary grammar of a format finds in a file: that it is whole and right, where its metadata stand, and what
// the picture is.
#pragma once

#include <cstdint>
#include <expected>
#include <vector>

#include "strip/grammar/grammar.hpp"
#include "strip/location/patch.hpp"

namespace stripmeta::location {

// A finding.
struct Part {
  Kind kind{};
  Range payload;      // empty where it is no part of the file as it stands, as in a PNG or a GIF
  std::size_t at{0};  // the part's first byte, its framing
};

struct Survey {
  std::vector<Part> parts;
  std::size_t end{0};         // behind the last byte that stays without its metadata
  bool is_truncated{false};   // the image's end is missing
  std::uint64_t size{0};      // of the file without its metadata
  std::uint32_t checksum{0};  // of that

  bool shows_the_same(const Survey& other) const { return size == other.size && checksum == other.checksum; }
};

// Runs the grammar over bytes[where]; the survey's ranges are of `bytes`. Errors are the grammar's, and `too_large`
// where the file has more than a million parts.
std::expected<Survey, Error> survey(Grammar& grammar, Bytes bytes, Range where, const Policy& policy);

}  // namespace stripmeta::location
