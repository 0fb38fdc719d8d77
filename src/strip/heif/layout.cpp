#include "strip/heif/layout.hpp"

#include <algorithm>
#include <utility>

namespace stripmeta::heif {

void MediaLayout::join() {
  std::erase_if(ranges_, [](const Range& range) { return range.size() == 0; });
  ranges_ = joined(std::move(ranges_));
}

void MediaLayout::sort_edits() {
  std::ranges::sort(edits_, {}, &Edit::range);
  std::vector<Edit> kept;
  for (auto& edit : edits_) {
    if (kept.empty() || edit.range.begin >= kept.back().range.end) kept.push_back(std::move(edit));
  }
  edits_ = std::move(kept);
}

void MediaLayout::append(Range source, const Edit* edit) {
  if (source.size() == 0) return;
  parts_.push_back({source, size_, edit});
  size_ += parts_.back().size();
}

void MediaLayout::finalize() {
  join();
  sort_edits();
  auto edit = edits_.cbegin();
  for (const auto& range : ranges_) {
    auto at = range.begin;
    while (edit != edits_.cend() && edit->range.begin < at) ++edit;
    for (; edit != edits_.cend() && edit->range.end <= range.end; ++edit) {
      append({at, edit->range.begin}, nullptr);
      append(edit->range, &*edit);
      at = edit->range.end;
    }
    append({at, range.end}, nullptr);
  }
}

std::vector<MediaLayout::Part>::const_iterator MediaLayout::part_of(std::size_t position) const {
  const auto after = std::ranges::upper_bound(parts_, position, {}, [](const Part& part) { return part.source.begin; });
  return std::prev(after);
}

Range MediaLayout::locate(Range range) const {
  if (range.size() == 0) return {};
  const auto first = part_of(range.begin);
  const auto last = part_of(range.end - 1);
  const auto inside = [](const Part& part, std::size_t position) {
    return part.at + std::min(position - part.source.begin, part.size());
  };
  const auto end = last->edit == nullptr ? inside(*last, range.end) : last->at + last->size();
  return {first->edit == nullptr ? inside(*first, range.begin) : first->at, end};
}

std::uint64_t MediaLayout::overlap(Range range) const {
  std::uint64_t shared = 0;
  auto at = std::ranges::upper_bound(ranges_, range.begin, {}, &Range::end);
  for (; at != ranges_.end() && at->begin < range.end; ++at) {
    shared += std::min(at->end, range.end) - std::max(at->begin, range.begin);
  }
  return shared;
}

Status MediaLayout::emit(Bytes input, Output& out) const {
  for (const auto& part : parts_) {
    const auto source = input.subspan(part.source.begin, part.source.size());
    auto status =
        part.edit == nullptr ? out.put(source, part.source.begin) : out.put(part.edit->bytes, no_source_offset);
    if (!status) return status;
  }
  return {};
}

std::vector<std::byte> MediaLayout::bytes(Bytes input) const {
  std::vector<std::byte> all;
  for (const auto& part : parts_) {
    const auto source = input.subspan(part.source.begin, part.source.size());
    put_bytes(all, part.edit == nullptr ? source : Bytes{part.edit->bytes});
  }
  return all;
}

}  // namespace stripmeta::heif
