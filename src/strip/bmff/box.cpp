#include "strip/bmff/box.hpp"

#include <algorithm>

#include "strip/grammar/grammar.hpp"

namespace stripmeta::bmff {

std::string name_of(Type type) {
  std::vector<std::byte> name;
  put_u32(name, type);
  return std::string{as_text(name)};
}

std::optional<Head> read_head(Bytes bytes) {
  constexpr std::size_t small = 8;
  constexpr std::uint64_t size_follows = 1;
  if (bytes.size() < small) return std::nullopt;
  Head head{stripmeta::u32(bytes, 4), small, stripmeta::u32(bytes, 0)};
  if (head.box_size == 0) {
    head.runs_to_end = true;
  } else if (head.box_size == size_follows) {
    if (bytes.size() < longest_head) return std::nullopt;
    head.size = longest_head;
    head.box_size = stripmeta::u64(bytes, small);
  }
  return head;
}

std::expected<Box, Error> BoxWalk::next() {
  const auto rest = input_.subspan(at_, end_ - at_);
  const auto head = read_head(rest);
  if (!head) return fail(ErrorKind::malformed, at_, "there is no room for a box");
  const bool is_open = head->runs_to_end && end_ != input_.size();  // only the input's last box may run to the end
  if (is_open) return fail(ErrorKind::malformed, at_, "a box inside another one has no length of its own");
  if (!head->is_valid()) return fail(ErrorKind::malformed, at_, "a box is smaller than its own head");
  const auto size = head->runs_to_end ? rest.size() : head->box_size;
  if (size > rest.size()) return fail(ErrorKind::truncated, at_, "a box reaches past the end of what holds it");
  const Box box{head->type, at_, head->size, rest.first(static_cast<std::size_t>(size)).subspan(head->size)};
  at_ += box.size();
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
