#include "strip/bmff/box.hpp"

#include <algorithm>

#include "strip/grammar/grammar.hpp"

namespace stripmeta::bmff {
namespace {

constexpr std::size_t small_head = 8;
constexpr std::size_t large_head = 16;

}  // namespace

std::expected<Box, Error> BoxWalk::next() {
  const std::size_t room = end_ - at_;
  if (room < small_head) return fail(ErrorKind::malformed, at_, "bytes that are no box");
  Box box{stripmeta::u32(input_, at_ + 4), at_, small_head, {}};
  std::uint64_t size = stripmeta::u32(input_, at_);
  if (size == 1) {
    if (room < large_head) return fail(ErrorKind::malformed, at_, "bytes that are no box");
    size = stripmeta::u64(input_, at_ + small_head);
    box.head = large_head;
  } else if (size == 0 && end_ == input_.size()) {
    size = room;
  }
  if (size < box.head) return fail(ErrorKind::malformed, at_, "a box is smaller than its own head");
  if (size > room) return fail(ErrorKind::truncated, at_, "a box reaches past the end of what holds it");
  box.payload = input_.subspan(box.payload_at(), static_cast<std::size_t>(size) - box.head);
  at_ += static_cast<std::size_t>(size);
  return box;
}

std::uint64_t Reader::number(std::size_t size) {
  std::uint64_t value = 0;
  for (const auto byte : take(size)) value = value << 8U | std::to_integer<std::uint64_t>(byte);
  return value;
}

Bytes Reader::take(std::size_t size) {
  if (size > left()) {
    ok_ = false;
    at_ = bytes_.size();
    return {};
  }
  at_ += size;
  return bytes_.subspan(at_ - size, size);
}

std::string_view Reader::text() {
  const auto rest = as_text(bytes_.subspan(at_));
  const auto length = std::min(rest.find('\0'), rest.size());
  at_ += std::min(length + 1, rest.size());
  return rest.substr(0, length);
}

FullHead read_full(Reader& reader) {
  const auto word = reader.u32();
  return {static_cast<std::uint8_t>(word >> 24U), word & 0xFFFFFFU};
}

}  // namespace stripmeta::bmff
