// A file from which positions are taken out. Some ranges are overwritten and keep their length, others are cut.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "strip/base/byte_range.hpp"
#include "strip/base/bytes.hpp"
#include "strip/grammar/grammar.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::location {

// How deeply pictures within pictures are searched: further pictures, thumbnails, strips.
inline constexpr int max_depth = 4;

// What the report says of a part that held a position, or may have held one.
inline HoldSet holds_gps() {
  return HoldSet{}.add(Holds::gps);
}

class Patch;

// Takes the positions out of a file of any format. Returns false if it cannot be read.
using PatchFile = bool (*)(Patch& file);

class Patch {
 public:
  // `input` must outlive the patch. It is copied when its first byte changes. `patch_file` is called for files within
  // the file; without it they are not read.
  explicit Patch(Bytes input, PatchFile patch_file = nullptr) : input_(input), patch_file_(patch_file) {}

  // Patches the file that fills `range`, and takes over what changed. Returns false and changes nothing if it cannot be
  // read, if it is nested deeper than max_depth, or if bytes would have to be cut and `may_cut` is false.
  bool patch_inner(Range range, bool may_cut);

  // The input with what was overwritten so far; ranges that were cut are still in it. Valid until the next change.
  Bytes bytes() const { return copy_.empty() ? input_ : Bytes{copy_}; }
  Bytes bytes(Range range) const { return bytes().subspan(range.begin, range.size()); }
  Bytes before(Range range) const { return input_.subspan(range.begin, range.size()); }  // any change
  Range full_range() const { return {0, input_.size()}; }

  // Both overwrite bytes and report nothing: all bytes of a range with one value, or the bytes from `at` on.
  void fill(Range range, std::byte with);
  void put(std::size_t at, Bytes with);
  // Fills the range with zeros and reports it. Returns false, and reports nothing, if it had only zeros before.
  bool wipe(Range range, Kind kind, HoldSet holds);
  // Removes the range and reports it.
  void cut(Range range, Kind kind, HoldSet holds);
  // Takes over what `joined` changed and reported. The input of `joined` was the bytes of `pieces`, one after the
  // other, and nothing was cut from it. `joined` cannot be used any more.
  void overwrite(const std::vector<Range>& pieces, Patch& joined);
  void report_removed(Kind kind, std::uint64_t bytes, HoldSet holds);

  // Counts the bytes that are searched, in the file and in files inside it. Returns false once there are too many: what
  // has not been searched may hold a position, so the file has to be refused.
  bool charge_budget(std::uint64_t bytes);
  bool is_exhausted() const { return budget_ == 0; }

  // Says that a position cannot be removed alone, so the file has to be refused.
  void refuse() { is_refused_ = true; }
  bool is_refused() const { return is_refused_; }

  bool changed() const { return !copy_.empty() || !cuts_.empty(); }
  // Whether a byte of the range was overwritten with another value.
  bool changed(Range range) const { return !same_bytes(bytes(range), before(range)); }
  const std::vector<Range>& cuts() const { return cuts_; }
  const Report& report() const { return report_; }
  std::size_t removed_count() const { return removed_count_; }  // how often report_removed() was called

  // Returns the output, and so does bytes() from now on. Change nothing after this.
  Bytes assemble();
  // Call it after assemble(). Blocks that equal the input are emitted with their offset in it.
  Status emit(Output& out) const;

 private:
  struct Run {
    std::size_t source;  // in the input
    std::size_t size;
  };

  void copy();
  void take_over(Range range, const Patch& inner);

  Bytes input_;
  PatchFile patch_file_;
  int depth_{0};                 // in how many files this one is nested
  std::vector<std::byte> copy_;  // empty while nothing has changed
  std::vector<Range> cuts_;
  std::vector<Run> runs_;  // what the output consists of, in order
  Report report_;
  std::size_t removed_count_{0};
  bool is_refused_{false};
  std::uint64_t budget_{64 * std::uint64_t{input_.size()} + 65536};  // bytes that charge_budget() still allows
};

}  // namespace stripmeta::location
