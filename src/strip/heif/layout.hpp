// Which bytes of the input are the media data of the output, and where they come to stand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "strip/base/byte_range.hpp"
#include "strip/base/bytes.hpp"
#include "strip/grammar/grammar.hpp"

namespace stripmeta::heif {

// Bytes that stand in the output for those of `range`; none where they go.
struct Edit {
  Range range;
  std::vector<std::byte> bytes;
};

// The ranges joined, so that what several share is written once, in the order in which they stand in the input.
class MediaLayout {
 public:
  void add(Range range) { ranges_.push_back(range); }
  void add(Edit edit) { edits_.push_back(std::move(edit)); }
  // No more is added. Edits that overlap an earlier one are left out; those outside of all ranges have no effect.
  void settle();

  std::uint64_t size() const { return size_; }
  Range place(Range range) const;               // of one that was added, within the layout
  std::uint64_t overlap(Range range) const;     // how many of its bytes are in the joined ranges
  Status emit(Bytes input, Output& out) const;  // slices of `input` and edits
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
