// Bit fields of coded pictures, most significant bit first (H.265 7.2 and 9.2), and the escaping of NAL units.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta::coded {

// Reads fields and copies each of them. What take() returns thus holds the fields that were read and nothing else. If a
// field reaches past the end, it is 0, and ok() is false from then on.
class FieldCopy {
 public:
  explicit FieldCopy(Bytes from) : from_(from) {}

  std::uint32_t bits(unsigned count);  // at most 32
  bool flag() { return bits(1) != 0; }
  void skip(std::uint64_t count);  // copies so many bits
  std::uint32_t golomb();          // ue(v), and the length of an se(v)
  void reserved(unsigned count);   // reads bits and writes zeros instead
  bool ok() const { return ok_; }
  bool is_aligned() const { return written_ % 8 == 0; }

  // The copy, filled up to a whole byte: with zeros, or first with a one (H.265 7.3.5 payload_bit_equal_to_one).
  enum class Fill : std::uint8_t { zeros, one };
  std::vector<std::byte> take(Fill fill);

 private:
  unsigned read_bit();
  void write_bit(unsigned bit);

  Bytes from_;
  std::size_t read_{0};     // bits
  std::size_t written_{0};  // bits
  bool ok_{true};
  std::vector<std::byte> copy_;
};

// Removes the bytes that keep start codes out of a NAL unit: a 3 after two zeros is not data (H.265 7.3.1.1). The head
// is not part of `data`.
std::vector<std::byte> unescape(Bytes data);
// Puts such bytes in.
void append_escaped(std::vector<std::byte>& out, Bytes data);

}  // namespace stripmeta::coded
