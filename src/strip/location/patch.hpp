// A file that is copied but for what says a place: ranges overwritten at their length, ranges that go.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "strip/base/byte_range.hpp"
#include "strip/base/bytes.hpp"
#include "strip/grammar/grammar.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::location {

// What a part that goes holds, or may hold.
inline HoldSet place() {
  return HoldSet{}.add(Holds::gps);
}

class Patch {
 public:
  // `input` must outlive the patch. It is copied once a byte of it changes.
  explicit Patch(Bytes input) : input_(input) {}

  // The input as it is overwritten so far; what is cut is still there. Valid until the next byte is overwritten.
  Bytes bytes() const { return copy_.empty() ? input_ : Bytes{copy_}; }
  Bytes bytes(Range range) const { return bytes().subspan(range.begin, range.size()); }
  Range whole() const { return {0, input_.size()}; }

  void fill(Range range, std::byte with);
  void put(std::size_t at, Bytes with);
  // Fills it with zeros and says so in the report; false where there was nothing else.
  bool wipe(Range range, Kind kind, HoldSet holds);
  // Takes it out and says so in the report.
  void cut(Range range, Kind kind, HoldSet holds);
  // Overwrites `pieces`, whose bytes one behind the other were the input of `joined`, by what it made of them, and says
  // what it says. Nothing of it is cut, and it is at its end.
  void overwrite(const std::vector<Range>& pieces, Patch& joined);
  void tell(Kind kind, std::uint64_t bytes, HoldSet holds);

  // Of the bytes that are looked at, all files within files together; false once they are too many. What has then not
  // been looked at may say a place: the file is to be refused.
  bool spend(std::uint64_t bytes);
  bool is_exhausted() const { return left_ == 0; }

  bool changed() const { return !copy_.empty() || !cuts_.empty(); }
  const std::vector<Range>& cuts() const { return cuts_; }
  const Report& report() const { return report_; }
  std::size_t told() const { return told_; }  // how many parts tell() was told of

  // Nothing is changed any more. The output; bytes() is that from now on.
  Bytes settle();
  // After settle(). What is the input's still leaves as such, by blocks.
  Status emit(Output& out) const;

 private:
  struct Run {
    std::size_t source;  // in the input
    std::size_t size;
  };

  void copy();

  Bytes input_;
  std::vector<std::byte> copy_;  // empty: as the input
  std::vector<Range> cuts_;
  std::vector<Run> runs_;  // of the output, one behind the other
  Report report_;
  std::size_t told_{0};
  std::uint64_t left_{64 * std::uint64_t{input_.size()} + 65536};  // bytes of spend()
};

}  // namespace stripmeta::location
