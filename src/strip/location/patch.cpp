#include "strip/location/patch.hpp"

#include <algorithm>
#include <span>

namespace stripmeta::location {

void Patch::copy() {
  if (copy_.empty()) copy_.assign(input_.begin(), input_.end());
}

void Patch::fill(Range range, std::byte with) {
  if (std::ranges::all_of(bytes(range), [&](std::byte b) { return b == with; })) return;
  copy();
  std::ranges::fill(std::span{copy_}.subspan(range.begin, range.size()), with);
}

void Patch::put(std::size_t at, Bytes with) {
  if (same_bytes(bytes().subspan(at, with.size()), with)) return;
  copy();
  std::ranges::copy(with, std::span{copy_}.subspan(at).begin());
}

bool Patch::wipe(Range range, Kind kind, HoldSet holds) {
  if (is_zero(bytes(range))) return false;
  fill(range, std::byte{0});
  report_removed(kind, range.size(), holds);
  return true;
}

void Patch::cut(Range range, Kind kind, HoldSet holds) {
  if (range.size() == 0) return;
  cuts_.push_back(range);
  report_removed(kind, range.size(), holds);
}

bool Patch::patch_inner(Range range, bool may_cut) {
  if (patch_file_ == nullptr || depth_ >= max_depth || !charge_budget(range.size())) return false;
  Patch inner{bytes(range), patch_file_};
  inner.depth_ = depth_ + 1;
  if (!patch_file_(inner) || inner.is_exhausted() || inner.is_refused()) return false;
  if (!may_cut && !inner.cuts().empty()) return false;
  take_over(range, inner);
  return true;
}

void Patch::take_over(Range range, const Patch& inner) {
  if (!inner.changed()) return;
  const std::vector<std::byte> patched(inner.bytes().begin(), inner.bytes().end());  // it may be a view of this copy
  put(range.begin, patched);
  for (const auto& cut : inner.cuts()) cuts_.push_back({range.begin + cut.begin, range.begin + cut.end});
  for (const auto& row : inner.report().rows) report_removed(row.kind, row.bytes, row.holds);
}

void Patch::overwrite(const std::vector<Range>& pieces, Patch& joined) {
  is_refused_ = is_refused_ || joined.is_refused();
  if (!joined.changed()) return;
  const auto bytes = joined.assemble();
  std::size_t at = 0;
  for (const auto& range : pieces) {
    put(range.begin, bytes.subspan(at, range.size()));
    at += range.size();
  }
  for (const auto& row : joined.report().rows) report_removed(row.kind, row.bytes, row.holds);
}

void Patch::report_removed(Kind kind, std::uint64_t bytes, HoldSet holds) {
  report_.add(kind, Fate::removed, bytes, holds);
  ++removed_count_;
}

bool Patch::charge_budget(std::uint64_t bytes) {
  budget_ -= std::min(bytes, budget_);
  return budget_ > 0;
}

Bytes Patch::assemble() {
  std::ranges::sort(cuts_, {}, &Range::begin);
  std::size_t at = 0;
  for (const auto& range : cuts_) {
    if (range.begin > at) runs_.push_back({at, range.begin - at});
    at = std::max(at, range.end);
  }
  runs_.push_back({at, input_.size() - at});
  if (cuts_.empty()) return bytes();
  copy();
  auto to = copy_.begin();
  for (const auto& run : runs_) to = std::ranges::copy(std::span{copy_}.subspan(run.source, run.size), to).out;
  copy_.erase(to, copy_.end());
  return copy_;
}

Status Patch::emit(Output& out) const {
  constexpr std::size_t block = 4096;
  std::size_t at = 0;
  for (const auto& run : runs_) {
    for (std::size_t done = 0; done < run.size;) {
      const auto here = [&](std::size_t from) { return std::min(block, run.size - from); };
      const auto is_copied = [&](std::size_t from) {
        return same_bytes(bytes().subspan(at + from, here(from)), input_.subspan(run.source + from, here(from)));
      };
      const bool copied = is_copied(done);
      auto next = done + here(done);
      while (next < run.size && is_copied(next) == copied) next += here(next);
      const auto slice = bytes().subspan(at + done, next - done);
      if (auto status = out.put(slice, copied ? run.source + done : no_source_offset); !status) return status;
      done = next;
    }
    at += run.size;
  }
  return {};
}

}  // namespace stripmeta::location
