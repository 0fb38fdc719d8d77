// Which bytes of a TIFF something refers to; all others are slack.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta::tiff {

class Extents {
 public:
  explicit Extents(Bytes input) : input_(input) {}

  // Takes a range that may reach past the input's end, or lie behind it.
  void add(std::uint64_t at, std::uint64_t size);

  // Bytes in no range, but for single zeros that fill up to an even offset.
  std::uint64_t slack();

 private:
  Bytes input_;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges_;  // begin, end
};

}  // namespace stripmeta::tiff
