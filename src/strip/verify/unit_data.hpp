// Coded data that lie in several extents of a file, as one run of bytes, for the readers of units.
#pragma once

#include <cstdint>
#include <vector>

#include "strip/verify/units.hpp"

namespace stripmeta::verify {

class UnitData {
 public:
  UnitData(const File& file, const std::vector<Extent>& extents);

  std::uint64_t size() const { return size_; }
  std::uint64_t place(std::uint64_t at) const;  // in the file; of the end, too
  unsigned byte(std::uint64_t at) const;
  std::uint64_t number(std::uint64_t at, unsigned bytes) const;  // big-endian

  // A verdict about the byte at `at`.
  Verdict no(std::uint64_t at, std::string_view rule) const { return Unaccounted{place(at), rule}; }

 private:
  struct Part {
    std::uint64_t at;     // of its first byte, here
    std::uint64_t place;  // in the file
  };
  const Part& part_of(std::uint64_t at) const;

  const File& file_;
  std::vector<Part> parts_;
  std::uint64_t size_{0};
};

// Bits of an unescaped unit or a payload, most significant first. Past the end they are 0, and fits() is false.
class UnitBits {
 public:
  explicit UnitBits(const std::vector<std::uint8_t>& bytes, std::size_t first_byte, std::size_t end_byte)
      : bytes_(bytes), at_(first_byte * 8), end_(end_byte * 8) {}

  std::uint64_t take(unsigned count);  // at most 64
  void pass(std::uint64_t count) { count > end_ - at_ ? fail() : void(at_ += static_cast<std::size_t>(count)); }
  std::uint64_t exp_golomb();
  bool fits() const { return fits_; }
  std::size_t at() const { return at_; }
  std::size_t left() const { return end_ - at_; }

 private:
  void fail() {
    fits_ = false;
    at_ = end_;
  }

  const std::vector<std::uint8_t>& bytes_;
  std::size_t at_;
  std::size_t end_;
  bool fits_{true};
};

}  // namespace stripmeta::verify
