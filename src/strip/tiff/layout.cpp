#include "strip/tiff/layout.hpp"

#include <algorithm>

namespace stripmeta::tiff {

void put_number(std::vector<std::byte>& out, std::uint64_t value, std::uint64_t unit, ByteOrder order) {
  switch (unit) {
    case 1: return put_u8(out, static_cast<unsigned>(value));
    case 2: return put_u16(out, static_cast<unsigned>(value), order);
    case 4: return put_u32(out, static_cast<std::uint32_t>(value), order);
    default: return put_u64(out, value, order);
  }
}

void Layout::append_made(std::size_t begin) {
  const auto added = made_.size() - begin;
  if (!pieces_.empty() && pieces_.back().source == made) {
    pieces_.back().size += added;
  } else if (added > 0) {
    pieces_.push_back({made, added, begin});
  }
  size_ += added;
}

void Layout::align() {
  if (size_ % 2 != 0) reserve(1);
}

std::uint64_t Layout::copy(std::uint64_t at, std::uint64_t size) {
  const auto stands = size_;
  const bool follows =
      !pieces_.empty() && pieces_.back().source != made && pieces_.back().source + pieces_.back().size == at;
  if (follows) {
    pieces_.back().size += size;
  } else if (size > 0) {
    pieces_.push_back({at, size, 0});
  }
  size_ += size;
  return stands;
}

std::uint64_t Layout::make(Bytes bytes) {
  const auto stands = size_;
  const auto begin = made_.size();
  put_bytes(made_, bytes);
  append_made(begin);
  return stands;
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

Status Layout::emit(Bytes input, Output& out) const {
  for (const auto& piece : pieces_) {
    const bool own = piece.source == made;
    const auto from = own ? piece.begin : static_cast<std::size_t>(piece.source);
    const auto bytes = (own ? Bytes{made_} : input).subspan(from, static_cast<std::size_t>(piece.size));
    if (auto status = out.put(bytes, piece.source); !status) return status;
  }
  return {};
}

}  // namespace stripmeta::tiff
