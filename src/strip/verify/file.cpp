#include "strip/verify/file.hpp"

#include <algorithm>

namespace stripmeta::verify {

void File::add(Bytes piece) {
  if (piece.empty()) return;
  pieces_.push_back({size_, piece});
  size_ += piece.size();
}

std::size_t File::piece_at(std::uint64_t at) const {
  const auto next = std::ranges::upper_bound(pieces_, at, {}, &Piece::at);
  return static_cast<std::size_t>(next - pieces_.begin()) - 1;
}

std::vector<Bytes> File::pieces(std::uint64_t at, std::uint64_t count) const {
  std::vector<Bytes> runs;
  if (count == 0) return runs;
  for (auto i = piece_at(at); count > 0; ++i) {
    const auto skipped = static_cast<std::size_t>(at - pieces_[i].at);
    const auto left = pieces_[i].bytes.subspan(skipped);
    const auto run = left.first(static_cast<std::size_t>(std::min<std::uint64_t>(left.size(), count)));
    runs.push_back(run);
    at += run.size();
    count -= run.size();
  }
  return runs;
}

Bytes File::bytes(std::uint64_t at, std::uint64_t count) const {
  if (count == 0) return {};
  const auto& piece = pieces_[piece_at(at)];
  const auto skipped = static_cast<std::size_t>(at - piece.at);
  if (piece.bytes.size() - skipped >= count) return piece.bytes.subspan(skipped, static_cast<std::size_t>(count));
  auto& copy = copies_.emplace_back();
  copy.reserve(static_cast<std::size_t>(count));
  for (const auto run : pieces(at, count)) put_bytes(copy, run);
  return copy;
}

std::uint64_t File::number(std::uint64_t at, std::size_t size, ByteOrder order) const {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    value = value << 8U | u8(at + (order == ByteOrder::big ? i : size - 1 - i));
  }
  return value;
}

std::uint8_t File::u8(std::uint64_t at) const {
  const auto& piece = pieces_[piece_at(at)];
  return std::to_integer<std::uint8_t>(piece.bytes[static_cast<std::size_t>(at - piece.at)]);
}
std::uint16_t File::u16(std::uint64_t at, ByteOrder order) const {
  return static_cast<std::uint16_t>(number(at, 2, order));
}
std::uint32_t File::u32(std::uint64_t at, ByteOrder order) const {
  return static_cast<std::uint32_t>(number(at, 4, order));
}
std::uint64_t File::u64(std::uint64_t at, ByteOrder order) const {
  return number(at, 8, order);
}

}  // namespace stripmeta::verify
