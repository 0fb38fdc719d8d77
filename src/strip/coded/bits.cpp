#include "strip/coded/bits.hpp"

#include <algorithm>
#include <utility>

namespace stripmeta::coded {

unsigned FieldCopy::read_bit() {
  if (read_ / 8 >= from_.size()) {
    ok_ = false;
    return 0;
  }
  const unsigned bit = u8(from_, read_ / 8) >> (7U - read_ % 8) & 1U;
  ++read_;
  return bit;
}

void FieldCopy::write_bit(unsigned bit) {
  if (written_ % 8 == 0) put_u8(copy_, 0);
  copy_.back() |= static_cast<std::byte>(bit << (7U - written_ % 8));
  ++written_;
}

std::uint32_t FieldCopy::bits(unsigned count) {
  std::uint32_t value = 0;
  for (; count >= 8 && read_ % 8 == 0 && is_aligned() && read_ / 8 < from_.size();
       count -= 8, read_ += 8, written_ += 8) {
    copy_.push_back(from_[read_ / 8]);
    value = value << 8U | u8(from_, read_ / 8);
  }
  for (; count > 0 && ok_; --count) {
    const unsigned bit = read_bit();
    if (!ok_) return 0;
    write_bit(bit);
    value = value << 1U | bit;
  }
  return value;
}

void FieldCopy::skip(std::uint64_t count) {
  for (; count > 0 && ok_; count -= std::min<std::uint64_t>(count, 32)) {
    bits(static_cast<unsigned>(std::min<std::uint64_t>(count, 32)));
  }
}

std::uint32_t FieldCopy::golomb() {
  constexpr unsigned longest = 31;
  unsigned zeros = 0;
  while (ok_ && !flag()) {
    if (++zeros > longest) ok_ = false;
  }
  const auto rest = bits(zeros);
  return ok_ ? (1U << zeros) - 1 + rest : 0;
}

void FieldCopy::reserved(unsigned count) {
  for (; count > 0 && ok_; --count) {
    read_bit();
    write_bit(0);
  }
}

std::vector<std::byte> FieldCopy::take(Fill fill) {
  if (!is_aligned()) write_bit(fill == Fill::one ? 1 : 0);
  while (!is_aligned()) write_bit(0);
  return std::move(copy_);
}

std::vector<std::byte> unescape(Bytes data) {
  std::vector<std::byte> plain;
  unsigned zeros = 0;
  for (const auto byte : data) {
    if (zeros >= 2 && byte == std::byte{3}) {
      zeros = 0;
      continue;
    }
    zeros = byte == std::byte{0} ? zeros + 1 : 0;
    plain.push_back(byte);
  }
  return plain;
}

void append_escaped(std::vector<std::byte>& out, Bytes data) {
  unsigned zeros = 0;
  for (const auto byte : data) {
    if (zeros >= 2 && byte <= std::byte{3}) {
      put_u8(out, 3);
      zeros = 0;
    }
    zeros = byte == std::byte{0} ? zeros + 1 : 0;
    out.push_back(byte);
  }
}

}  // namespace stripmeta::coded
