// Walks through an element of a colour profile, for the second reader.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "strip/base/byte_range.hpp"
#include "strip/base/bytes.hpp"
#include "strip/verify/verdict.hpp"

namespace stripmeta::verify {

// The first rejection counts. What is read after it does not matter, but stays within the profile.
class IccCursor {
 protected:
  explicit IccCursor(Bytes profile) : profile_(profile), end_(profile.size()) {}

  static constexpr std::size_t next_multiple_of_4(std::size_t at) { return (at + 3) / 4 * 4; }

  // The parts that offsets lead to. Each follows the one before it at the next multiple of 4, or is an earlier one.
  class Runs {
   public:
    Runs(std::size_t base, std::size_t next) : base_(base), next_(next) {}

    // `judge` reads the part at `offset`, which stands at `pointer` in the profile, and leaves at_ at its end.
    template <typename Judge>
    void judge(IccCursor& cursor, std::size_t pointer, std::uint64_t offset, const Judge& judge) {
      const auto at = static_cast<std::size_t>(std::min<std::uint64_t>(base_ + offset, SIZE_MAX));
      const auto earlier = std::ranges::find(runs_, at, &Range::begin);
      const bool is_fresh = earlier == runs_.end();
      if (is_fresh && !follows(cursor, pointer, at)) return;
      cursor.at_ = at;
      judge();
      if (is_fresh) {
        add(cursor, pointer, {static_cast<std::size_t>(at), cursor.at_});
      } else if (cursor.at_ != earlier->end) {
        cursor.reject(pointer, "two parts of a colour profile at one place");
      }
    }

    std::size_t next() const { return next_; }  // the end of the last part

   private:
    bool follows(IccCursor& cursor, std::size_t pointer, std::uint64_t at) const;
    void add(IccCursor& cursor, std::size_t pointer, Range run);

    std::size_t base_;
    std::size_t next_;
    std::vector<Range> runs_;
  };

  void reject(std::uint64_t offset, std::string_view rule);
  std::string_view field(std::size_t at) const { return as_text(profile_.subspan(at, 4)); }
  bool has_zeros(Range range);  // else rejects

  // These take what stands at at_.
  bool pass(std::uint64_t count);
  std::uint32_t number(std::size_t size);  // big-endian
  std::string_view word();
  void zeros(std::size_t count);
  void type(std::string_view expected);  // and its reserved bytes
  void exactly(std::string_view text);
  void at_most(std::size_t size, std::uint32_t most, std::string_view rule);

  Bytes profile_;
  std::size_t at_{0};
  std::size_t end_;  // of the element
  Verdict verdict_;
};

}  // namespace stripmeta::verify
