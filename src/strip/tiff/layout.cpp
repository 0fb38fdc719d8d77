#include "strip/tiff/layout.hpp"

#include <algorithm>

namespace stripmeta::tiff {
namespace {

Status put(Bytes from, std::uint64_t begin, std::uint64_t size, std::uint64_t source, Output& out) {
  if (size == 0) return {};
  return out.put(from.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(size)), source);
}

}  // namespace

void put_number(std::vector<std::byte>& out, std::uint64_t value, std::uint64_t size, ByteOrder order) {
  switch (size) {
    case 1: return put_u8(out, static_cast<unsigned>(value));
    case 2: return put_u16(out, static_cast<unsigned>(value), order);
    case 4: return put_u32(out, static_cast<std::uint32_t>(value), order);
    default: return put_u64(out, value, order);
  }
}

void Layout::append_made(std::size_t begin) {
  const auto added = made_.size() - begin;
  if (!pieces_.empty() && pieces_.back().source == no_source_offset) {
    pieces_.back().size += added;
  } else if (added > 0) {
    pieces_.push_back({no_source_offset, added, begin});
  }
  size_ += added;
}

void Layout::align() {
  if (size_ % 2 != 0) reserve(1);
}

std::uint64_t Layout::copy(std::uint64_t at, std::uint64_t size) {
  const auto offset = size_;
  const bool follows = !pieces_.empty() && pieces_.back().source != no_source_offset &&
                       pieces_.back().source + pieces_.back().size == at;
  if (follows) {
    pieces_.back().size += size;
  } else if (size > 0) {
    pieces_.push_back({at, size, 0});
  }
  size_ += size;
  return offset;
}

std::uint64_t Layout::make(Bytes bytes) {
  const auto offset = size_;
  const auto begin = made_.size();
  put_bytes(made_, bytes);
  append_made(begin);
  return offset;
}

Layout::Room Layout::reserve(std::uint64_t size) {
  const Room room{size_, made_.size()};
  made_.resize(made_.size() + static_cast<std::size_t>(size));
  append_made(room.begin);
  return room;
}

void Layout::overwrite(std::size_t begin, Bytes bytes) {
  std::ranges::copy(bytes, made_.begin() + static_cast<std::ptrdiff_t>(begin));
}

void Layout::replace(std::uint64_t at, Bytes bytes) {
  edits_.push_back({at, bytes.size(), made_.size()});
  put_bytes(made_, bytes);
}

Status Layout::emit(Bytes input, Output& out) {
  std::ranges::sort(edits_, {}, &Edit::at);
  auto edit = edits_.begin();
  std::uint64_t at = 0;
  for (const auto& piece : pieces_) {
    const auto end = at + piece.size;
    const bool is_made = piece.source == no_source_offset;
    const auto from = is_made ? piece.begin : piece.source - at;  // of the offset 0 of the output, if it is copied
    while (!is_made && edit != edits_.end() && edit->at < end) {
      if (auto status = put(input, from + at, edit->at - at, from + at, out); !status) return status;
      if (auto status = put(made_, edit->begin, edit->size, no_source_offset, out); !status) return status;
      at = edit->at + edit->size;
      ++edit;
    }
    const auto status =
        is_made ? put(made_, from, end - at, no_source_offset, out) : put(input, from + at, end - at, from + at, out);
    if (!status) return status;
    at = end;
  }
  return {};
}

void UsedRanges::add(std::uint64_t at, std::uint64_t size) {
  if (at >= input_.size() || size == 0) return;
  const auto end = at + std::min<std::uint64_t>(size, input_.size() - at);
  if (!ranges_.empty() && ranges_.back().second == at) {  // strips usually follow one another
    ranges_.back().second = end;
    is_sorted_ = false;
  } else {
    ranges_.emplace_back(at, end);
    is_sorted_ = false;
  }
}

// Sorts and joins the ranges.
void UsedRanges::sort() {
  if (is_sorted_) return;
  std::ranges::sort(ranges_);
  std::size_t last = 0;
  for (const auto& range : ranges_) {
    if (range.first > ranges_[last].second) ranges_[++last] = range;
    ranges_[last].second = std::max(ranges_[last].second, range.second);
  }
  ranges_.resize(last + 1);
  is_sorted_ = true;
}

std::vector<Bytes> UsedRanges::slack() {
  sort();
  std::vector<Bytes> runs;
  std::uint64_t reached = 0;
  const auto reach = [&](std::uint64_t begin) {
    const auto run = input_.subspan(static_cast<std::size_t>(reached), static_cast<std::size_t>(begin - reached));
    if (!is_zero(run)) runs.push_back(run);
  };
  for (const auto& [begin, end] : ranges_) {
    reach(begin);
    reached = end;
  }
  reach(input_.size());
  return runs;
}

std::uint64_t UsedRanges::unused_from(std::uint64_t at) {
  sort();
  if (at >= input_.size()) return 0;
  const auto next = std::ranges::upper_bound(ranges_, at, {}, &std::pair<std::uint64_t, std::uint64_t>::second);
  if (next == ranges_.end()) return input_.size() - at;
  return next->first <= at ? 0 : next->first - at;
}

}  // namespace stripmeta::tiff
