// The media data of the output: which bytes of the input stay, and at which new offsets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "strip/base/byte_range.hpp"
#include "strip/base/bytes.hpp"
#include "strip/grammar/grammar.hpp"

namespace stripmeta::heif {

// The output has `bytes` instead of `range`. Empty bytes remove the range.
struct Edit {
  Range range;
  std::vector<std::byte> bytes;
};

// Joins ranges in the order of the input. Bytes that several ranges share are thus written once.
class MediaLayout {
 public:
  void add(Range range) { ranges_.push_back(range); }
  void add(Edit edit) { edits_.push_back(std::move(edit)); }
  // Call it after the last add(). An edit has no effect if it overlaps an edit that begins before it, or if it lies
  // outside of all ranges.
  void finalize();

  std::uint64_t size() const { return size_; }
  Range locate(Range range) const;              // where an added range is in the layout
  std::uint64_t overlap(Range range) const;     // how many bytes of `range` are in the joined ranges
  Status emit(Bytes input, Output& out) const;  // slices of `input`, and edits
  std::vector<std::byte> bytes(Bytes input) const;

 private:
  struct Part {
    Range source;
    std::size_t at{0};          // in the layout
    const Edit* edit{nullptr};  // null: a copy
    std::size_t size() const { return edit == nullptr ? source.size() : edit->bytes.size(); }
  };

  void join();
  void sort_edits();
  void append(Range source, const Edit* edit);
  std::vector<Part>::const_iterator part_of(std::size_t position) const;

  std::vector<Range> ranges_;
  std::vector<Edit> edits_;
  std::vector<Part> parts_;
  std::size_t size_{0};
};

}  // namespace stripmeta::heif
