// The TIFF 6.0 structure inside Exif and MPF blocks: a header and directories (IFDs) of typed entries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// TIFF 6.0 section 2, TIFF Technical Note 1 (ifd) and Exif 3.0 (utf8).
enum class TiffType : std::uint16_t {
  byte_type = 1,
  ascii = 2,
  short_type = 3,
  long_type = 4,
  rational = 5,
  sbyte = 6,
  undefined = 7,
  sshort = 8,
  slong = 9,
  srational = 10,
  float_type = 11,
  double_type = 12,
  ifd = 13,
  utf8 = 129,
};

struct Fraction {
  std::int64_t numerator{0};
  std::int64_t denominator{1};

  // None where the denominator is zero.
  std::optional<double> quotient() const;
};

// One entry of an IFD. Its value lies in the block that it was read from and must not outlive it.
struct TiffEntry {
  std::uint16_t tag{0};
  TiffType type{};  // possibly none of the known ones
  std::uint32_t count{0};
  Bytes value;           // empty where `readable` is false, or where the count is zero
  bool readable{false};  // the type is known and the value lies within the block
  ByteOrder order{};

  std::size_t unit() const;  // bytes of one of `count`, 0 where the type is unknown
  // The number at `index`; none past the end, for text, and for a fraction with denominator zero.
  std::optional<double> number(std::size_t index = 0) const;
  // As number(), for whole numbers that are not negative.
  std::optional<std::uint32_t> whole(std::size_t index = 0) const;
  // Of the two rational types, any denominator; none for others and past the end.
  std::optional<Fraction> fraction(std::size_t index = 0) const;
  // The numbers with a space between, as many as max_rendered_bytes allow; a fraction of zero denominator as "n/0".
  std::string numbers_text() const;
};

struct TiffDirectory {
  std::vector<TiffEntry> entries;  // those that the block holds in full
  std::uint32_t next{0};           // offset of the next IFD, 0 where there is none

  const TiffEntry* find(std::uint16_t tag) const;  // the first one; nullptr where there is none
  // Its first whole number that is not negative.
  std::optional<std::uint32_t> whole(std::uint16_t tag) const;
};

class TiffBlock {
 public:
  // None where `bytes` has no TIFF header. The block does not own its bytes.
  static std::optional<TiffBlock> open(Bytes bytes);

  // A block without a header of its own, whose offsets count from its first byte: maker notes have such. None of one
  // that is shorter than a header.
  static std::optional<TiffBlock> headless(Bytes bytes, ByteOrder order);

  std::uint32_t first_directory() const { return u32(bytes_, 4, order_); }
  // Empty where `offset` lies outside of the block.
  TiffDirectory directory(std::uint32_t offset) const;
  ByteOrder order() const { return order_; }
  Bytes bytes() const { return bytes_; }

 private:
  TiffBlock(Bytes bytes, ByteOrder order) : bytes_(bytes), order_(order) {}
  TiffEntry entry(std::size_t at) const;

  Bytes bytes_;  // at least 8
  ByteOrder order_;
};

}  // namespace stripmeta::inspection
