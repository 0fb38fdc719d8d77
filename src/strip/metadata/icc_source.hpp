// Reads an element of a colour profile from front to back, and gathers the parts that an element leads to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "strip/base/byte_range.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta {

// A place in an element. Once something is read that is not there, the source has failed: it gives zeros and empty
// runs from then on. So callers read on and ask once, at the end. `profile` must outlive the source.
class IccSource {
 public:
  IccSource(Bytes profile, Range element) : profile_(profile), element_(element), at_(element.begin) {}

  bool failed() const { return failed_; }
  void fail() { failed_ = true; }

  Bytes take(std::uint64_t size);
  unsigned u8() { return number(1); }
  unsigned u16() { return number(2); }
  std::uint32_t u32() { return number(4); }
  void skip(std::uint64_t size) { take(size); }
  // Goes on to the next multiple of 4 in the profile, as lcms does.
  void align();
  // The bytes from `offset` of this element on, as an element of its own. Failed if the offset is past the end.
  IccSource from(std::uint64_t offset) const;
  std::size_t size() const { return element_.size(); }

 private:
  std::uint32_t number(std::size_t size);

  Bytes profile_;
  Range element_;
  std::size_t at_;
  bool failed_{false};
};

void put_aligned(std::vector<std::byte>& out);  // zeros up to a multiple of 4
void put_zeros(std::vector<std::byte>& out, std::size_t count);

// The parts of an element that its offsets lead to. Each is appended to `out` at a multiple of 4; one that equals an
// earlier part is not written again. The element begins at the end of `out`, and its caller appends the head first.
class IccParts {
 public:
  struct Part {
    std::uint32_t offset{0};  // from the element's beginning
    std::uint32_t size{0};
  };

  IccParts(std::vector<std::byte>& out, std::size_t source_size)
      : out_(out), base_(out.size()), limit_(source_size + slack) {}

  // Appends what `put(source, out)` writes of the part that the source has at `offset`. The source fails if that does,
  // or if parts overlap so that they would take more bytes than the source has.
  template <typename Put>
  Part add(IccSource& source, std::uint64_t offset, const Put& put) {
    for (const auto& earlier : parts_) {
      if (earlier.source_offset == offset) return earlier.part;
    }
    const std::size_t end = out_.size();
    put_aligned(out_);
    const std::size_t begin = out_.size();
    IccSource part = source.from(offset);
    put(part, out_);
    if (part.failed() || out_.size() - base_ > limit_) source.fail();
    return close(offset, end, begin);
  }

  std::size_t base() const { return base_; }

 private:
  struct Placed {
    std::uint64_t source_offset;
    Part part;
  };
  static constexpr std::size_t slack = 16;  // for parts that were not aligned

  Part close(std::uint64_t source_offset, std::size_t end, std::size_t begin);

  std::vector<std::byte>& out_;
  std::size_t base_;
  std::size_t limit_;
  std::vector<Placed> parts_;
};

}  // namespace stripmeta
