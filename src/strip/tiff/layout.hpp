// The output of the TIFF grammar as it grows, and the ranges of the input that something refers to.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "strip/grammar/grammar.hpp"

namespace stripmeta::tiff {

inline constexpr std::uint64_t max_growth = 1024;  // how many bytes the output may be longer than the input

// Appends a number of `size` bytes: 1, 2, 4 or 8.
void put_number(std::vector<std::byte>& out, std::uint64_t value, std::uint64_t size, ByteOrder order);

// Bytes copied from the input and bytes that were made, one after the other.
class Layout {
 public:
  std::uint64_t size() const { return size_; }  // so far

  // Appends a zero if the size is odd.
  void align();

  // Both append, and return the offset in the output.
  std::uint64_t copy(std::uint64_t at, std::uint64_t size);  // a range of the input
  std::uint64_t make(Bytes bytes);

  // Appends zeros that overwrite() replaces later.
  struct Room {
    std::uint64_t at;   // offset in the output
    std::size_t begin;  // what overwrite() takes
  };
  Room reserve(std::uint64_t size);
  void overwrite(std::size_t begin, Bytes bytes);

  // Replaces bytes that copy() appended, from the offset `at` of the output on. To be called behind the last append.
  void replace(std::uint64_t at, Bytes bytes);

  Status emit(Bytes input, Output& out);

 private:
  struct Piece {
    std::uint64_t source;  // offset in the input; no_source_offset: it was made
    std::uint64_t size;
    std::size_t begin;  // in made_
  };
  struct Edit {
    std::uint64_t at;  // offset in the output
    std::uint64_t size;
    std::size_t begin;  // in made_
  };
  void append_made(std::size_t begin);

  std::uint64_t size_{0};
  std::vector<Piece> pieces_;
  std::vector<std::byte> made_;
  std::vector<Edit> edits_;  // of copied pieces
};

// The ranges of the input that something refers to. All other bytes are slack.
class UsedRanges {
 public:
  explicit UsedRanges(Bytes input) : input_(input) {}

  // The range may reach past the input's end, or start there.
  void add(std::uint64_t at, std::uint64_t size);

  // The bytes in no range, as runs. Runs of zeros are left out: they are a matter of layout.
  std::vector<Bytes> slack();
  // How many bytes from `at` on are in no range.
  std::uint64_t unused_from(std::uint64_t at);

 private:
  void sort();

  Bytes input_;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges_;  // begin, end
  bool is_sorted_{true};
};

}  // namespace stripmeta::tiff
