// Reads the headers of a JPEG XL codestream bit by bit, the lowest bit of each byte first (ISO/IEC 18181-1 B.2).
//
// If a field reaches past the end of the bytes, is_cut() is true from then on; if one has a value that it cannot have,
// is_bad() is. Only the first of the two can happen. All further fields are 0 then, so check before you believe them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "strip/base/bytes.hpp"

namespace stripmeta::jxl {

// One of the four ways in which a U32 is written (B.2.2): `bits` bits, to which `offset` is added.
struct Way {
  std::uint32_t offset;
  unsigned bits;
};
using Ways = std::array<Way, 4>;

class BitReader {
 public:
  explicit BitReader(Bytes bytes) : bytes_(bytes) {}

  std::uint32_t bits(unsigned count);  // at most 32
  bool flag() { return bits(1) != 0; }
  std::uint32_t u32(const Ways& ways);
  std::uint64_t u64();
  std::uint32_t enumerated();  // B.2.5; numbers that no field may have are for the caller to refuse
  void skip(std::uint64_t count);
  // Whether so many bits are left. If not, the bytes count as cut.
  bool has(std::uint64_t count);
  // Goes to the next byte. The bits before it must be zero (B.2.7); if they are not, is_bad() is true from then on.
  void align();
  void set_bad() { is_bad_ = !is_cut_; }

  bool is_cut() const { return is_cut_; }
  bool is_bad() const { return is_bad_; }
  bool is_good() const { return !is_cut_ && !is_bad_; }
  std::uint64_t at() const { return at_; }                                         // in bits
  std::size_t byte_at() const { return static_cast<std::size_t>((at_ + 7) / 8); }  // of the next whole byte

 private:
  Bytes bytes_;
  std::uint64_t at_{0};
  bool is_cut_{false};
  bool is_bad_{false};
};

}  // namespace stripmeta::jxl
