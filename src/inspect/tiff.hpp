// Values of the entries of Exif's and MPF's directories, as numbers and as text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "strip/metadata/tiff_directory.hpp"

namespace stripmeta::inspection {

struct Fraction {
  std::int64_t numerator{0};
  std::int64_t denominator{1};

  std::optional<double> quotient() const;  // nullopt if the denominator is zero
};

// An entry must not outlive the block it was read from, which holds its value.
struct TiffEntry : tiff::Entry {
  // Whether Exif defines this type. It does not define those of BigTIFF.
  bool has_exif_type() const;
  // The number at `index`; nullopt past the end, for text, and for a fraction with denominator zero.
  std::optional<double> number(std::size_t index = 0) const;
  // As number(), for whole numbers from 0 to 2^32 - 1, whatever their type.
  std::optional<std::uint32_t> as_integer(std::size_t index = 0) const;
  // The fraction at `index`, whatever its denominator; nullopt past the end, and if the type is not a rational one.
  std::optional<Fraction> fraction(std::size_t index = 0) const;
  // The numbers with spaces between them, as many as max_rendered_bytes allow; a fraction with denominator zero as
  // "n/0".
  std::string numbers_text() const;
};

struct TiffDirectory {
  std::vector<TiffEntry> entries;  // those that the block holds in full
  std::uint64_t next{0};           // offset of the next directory; 0 if there is none

  const TiffEntry* find(std::uint16_t tag) const;  // the first entry with this tag, or nullptr
  // TiffEntry::as_integer() of the first entry with this tag.
  std::optional<std::uint32_t> as_integer(std::uint16_t tag) const;
};

// Empty if `offset` lies outside of the block.
TiffDirectory read_directory(const tiff::Block& block, std::uint64_t offset);

}  // namespace stripmeta::inspection
