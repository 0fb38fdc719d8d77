// What a grammar puts, held until all of it is known.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "strip/grammar.hpp"

namespace stripmeta {

class Recording {
 public:
  // Slices that are bytes of `input`, which must outlive the recording, are not copied. `base` is added to the offsets.
  explicit Recording(Bytes input, std::uint64_t base = 0) : input_(input), base_(base) {}

  // An Emit whose caller is the recording.
  static bool emit(void* self, Slice slice) noexcept {
    static_cast<Recording*>(self)->add(slice);
    return true;
  }

  std::uint64_t size() const { return size_; }  // bytes
  const std::vector<Slice>& slices() const { return slices_; }

  Status put(Output& out) const {
    for (const auto& slice : slices_) {
      if (auto status = out.put(slice.bytes, slice.source_offset); !status) return status;
    }
    return {};
  }

 private:
  void add(Slice slice) {
    const auto* begin = input_.data();
    const bool is_input = !std::less<>{}(slice.bytes.data(), begin) &&
                          !std::less<>{}(begin + input_.size(), slice.bytes.data() + slice.bytes.size());
    if (!is_input) slice.bytes = copies_.emplace_back(slice.bytes.begin(), slice.bytes.end());
    if (slice.source_offset != made) slice.source_offset += base_;
    size_ += slice.bytes.size();
    slices_.push_back(slice);
  }

  Bytes input_;
  std::uint64_t base_;
  std::uint64_t size_{0};
  std::vector<Slice> slices_;
  std::deque<std::vector<std::byte>> copies_;
};

}  // namespace stripmeta
