#include "strip/verify/icc_cursor.hpp"

namespace stripmeta::verify {

bool IccCursor::Runs::follows(IccCursor& cursor, std::size_t pointer, std::uint64_t at) const {
  const auto expected = next_multiple_of_4(next_);
  if (at != expected) cursor.reject(pointer, "an offset in a colour profile that leads to no part");
  return at == expected && cursor.has_zeros({next_, expected});
}

void IccCursor::Runs::add(IccCursor& cursor, std::size_t pointer, Range run) {
  const auto bytes_of = [&](Range range) { return cursor.profile_.subspan(range.begin, range.size()); };
  const auto is_same = [&](Range earlier) { return same_bytes(bytes_of(earlier), bytes_of(run)); };
  if (std::ranges::any_of(runs_, is_same)) cursor.reject(pointer, "two equal parts of a colour profile");
  runs_.push_back(run);
  next_ = run.end;
}

void IccCursor::reject(std::uint64_t offset, std::string_view rule) {
  if (!verdict_) verdict_ = Unaccounted{offset, rule};
}

bool IccCursor::has_zeros(Range range) {
  for (auto i = range.begin; i < range.end; ++i) {
    if (i >= profile_.size() || u8(profile_, i) != 0) {
      reject(i, "a byte of a colour profile that shows no colour and is not zero");
      return false;
    }
  }
  return true;
}

bool IccCursor::pass(std::uint64_t count) {
  if (verdict_ || at_ > end_ || count > end_ - at_) {
    reject(at_, "a cut element of a colour profile");
    return false;
  }
  at_ += count;
  return true;
}

std::uint32_t IccCursor::number(std::size_t size) {
  if (!pass(size)) return 0;
  std::uint32_t value = 0;
  for (const auto byte : profile_.subspan(at_ - size, size)) value = value << 8U | std::to_integer<std::uint32_t>(byte);
  return value;
}

std::string_view IccCursor::word() {
  return pass(4) ? field(at_ - 4) : std::string_view{};
}

void IccCursor::zeros(std::size_t count) {
  if (pass(count)) has_zeros({at_ - count, at_});
}

void IccCursor::type(std::string_view expected) {
  const auto begin = at_;
  if (word() != expected) reject(begin, "an element of a colour profile of a type that its tag does not allow");
  zeros(4);
}

void IccCursor::exactly(std::string_view text) {
  for (const char c : text) {
    if (number(1) == static_cast<unsigned char>(c)) continue;
    return reject(at_ - 1, "a text of a colour profile that is not the fixed one");
  }
}

void IccCursor::at_most(std::size_t size, std::uint32_t most, std::string_view rule) {
  const auto begin = at_;
  if (number(size) > most) reject(begin, rule);
}

}  // namespace stripmeta::verify
