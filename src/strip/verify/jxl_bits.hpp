// Bits of a JPEG XL codestream, for its second reader (ISO/IEC 18181-1 Annex B).
#pragma once

#include <cstdint>

#include "strip/base/bytes.hpp"

namespace stripmeta::verify {

// A number that is read as one of four alternatives: a base and so many bits.
struct Choice {
  std::uint32_t base;
  unsigned width;
};

// The lowest bit of a byte comes first. Past the end there are zeros, and `ran_out` says so. The same after something
// that is `wrong`.
struct JxlBits {
  explicit JxlBits(Bytes from) : bytes(from), size(std::uint64_t{from.size()} * 8) {}

  std::uint32_t take(unsigned width);
  bool bit() { return take(1) != 0; }
  std::uint32_t choose(Choice a, Choice b, Choice c, Choice d);
  std::uint64_t large();
  std::uint32_t kind() { return choose({0, 0}, {1, 0}, {2, 4}, {18, 6}); }
  bool has(std::uint64_t width);  // if not, the bits have run out
  void pass(std::uint64_t width) {
    if (has(width)) position += width;
  }
  void to_byte();
  bool is_fine() const { return !ran_out && !wrong; }

  Bytes bytes;
  std::uint64_t size;
  std::uint64_t position{0};
  bool ran_out{false};
  bool wrong{false};
};

}  // namespace stripmeta::verify
