// Holds what a grammar emits until all of it is known.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "strip/grammar/grammar.hpp"

namespace stripmeta {

class Recording {
 public:
  // `input` must outlive the recording, because long slices of it are not copied. `base` is added to the offsets.
  explicit Recording(Bytes input, std::uint64_t base = 0) : input_(input), base_(base) {}

  // An Emit that adds to a recording; the caller's pointer leads to that.
  static bool emit(void* self, Slice slice) noexcept {
    static_cast<Recording*>(self)->add(slice);
    return true;
  }

  std::uint64_t size() const { return size_; }  // bytes
  const std::vector<Slice>& slices() const { return slices_; }

  // Forgets what was added past `size` bytes.
  void cut(std::uint64_t size) {
    while (size_ > size) {
      auto& last = slices_.back().bytes;
      const auto gone = static_cast<std::size_t>(std::min<std::uint64_t>(size_ - size, last.size()));
      last = last.first(last.size() - gone);
      size_ -= gone;
      if (last.empty()) slices_.pop_back();
    }
  }

  Status put(Output& out) const {
    for (const auto& slice : slices_) {
      if (auto status = out.put(slice.bytes, slice.source_offset); !status) return status;
    }
    return {};
  }

 private:
  static constexpr std::size_t least_referenced = 256;  // bytes; a slice itself takes a tenth of that
  static constexpr std::size_t block_size = 1U << 16U;

  // Short slices are copied side by side and long ones refer to the input. So even many slices take hardly more memory
  // than the input.
  void add(Slice slice) {
    size_ += slice.bytes.size();
    if (slice.source_offset != no_source_offset) slice.source_offset += base_;
    if (extends_last(slice.bytes)) return extend_last(slice.bytes.size());
    if (!is_input(slice.bytes) || slice.bytes.size() < least_referenced) return add_copy(slice.bytes);
    slices_.push_back(slice);
  }

  bool is_input(Bytes bytes) const {
    const std::less_equal<> before;
    return before(input_.data(), bytes.data()) && before(bytes.data() + bytes.size(), input_.data() + input_.size());
  }

  // Whether the bytes that follow the last slice in the input are equal to `bytes`. It does not matter from where
  // `bytes` were taken.
  bool extends_last(Bytes bytes) const {
    if (slices_.empty() || slices_.back().source_offset == no_source_offset) return false;
    const auto end =
        static_cast<std::size_t>(slices_.back().bytes.data() - input_.data()) + slices_.back().bytes.size();
    return input_.size() - end >= bytes.size() && same_bytes(input_.subspan(end, bytes.size()), bytes);
  }
  void extend_last(std::size_t size) {
    auto& last = slices_.back().bytes;
    last = {last.data(), last.size() + size};
  }

  void add_copy(Bytes bytes) {
    if (blocks_.empty() || blocks_.back().capacity() - blocks_.back().size() < bytes.size()) {
      blocks_.emplace_back().reserve(std::max(block_size, bytes.size()));
    }
    auto& block = blocks_.back();
    const auto* const end = block.data() + block.size();
    put_bytes(block, bytes);
    const bool follows = !slices_.empty() && slices_.back().source_offset == no_source_offset &&
                         slices_.back().bytes.data() + slices_.back().bytes.size() == end;
    if (follows) return extend_last(bytes.size());
    slices_.push_back({{end, bytes.size()}, no_source_offset});
  }

  Bytes input_;
  std::uint64_t base_;
  std::uint64_t size_{0};
  std::vector<Slice> slices_;
  std::deque<std::vector<std::byte>> blocks_;  // none grows past its reserved size, so slices stay valid
};

}  // namespace stripmeta
