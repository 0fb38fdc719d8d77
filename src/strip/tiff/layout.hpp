// The output of the TIFF grammar as it grows: bytes copied from the input and bytes made, one behind the other.
#pragma once

#include <cstdint>
#include <vector>

#include "strip/grammar/grammar.hpp"

namespace stripmeta::tiff {

inline constexpr std::uint64_t most_growth = 1024;  // bytes that the output may be longer than the input

// In `unit` bytes: 1, 2, 4 or 8.
void put_number(std::vector<std::byte>& out, std::uint64_t value, std::uint64_t unit, ByteOrder order);

class Layout {
 public:
  std::uint64_t size() const { return size_; }  // where the next byte will stand

  void align();  // to an even offset, with a zero

  // Each answers the offset in the output.
  std::uint64_t copy(std::uint64_t at, std::uint64_t size);  // of the input
  std::uint64_t make(Bytes bytes);
  // Zeros to be written over by overwrite().
  struct Room {
    std::uint64_t at;   // in the output
    std::size_t begin;  // of what was made
  };
  Room reserve(std::uint64_t size);
  void overwrite(std::size_t begin, Bytes bytes);

  Status emit(Bytes input, Output& out) const;

 private:
  struct Piece {
    std::uint64_t source;  // offset in the input, or `made`
    std::uint64_t size;
    std::size_t begin;  // in made_
  };
  void append_made(std::size_t begin);

  std::uint64_t size_{0};
  std::vector<Piece> pieces_;
  std::vector<std::byte> made_;
};

}  // namespace stripmeta::tiff
