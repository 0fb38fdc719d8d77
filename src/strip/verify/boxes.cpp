#include "strip/verify/boxes.hpp"

#include <algorithm>
#include <limits>

namespace stripmeta::verify {

std::string text_of(BoxName name) {
  std::string text;
  for (unsigned shift = 32; shift > 0; shift -= 8) text += static_cast<char>(name >> (shift - 8) & 0xFFU);
  return text;
}

std::vector<Box> read_boxes(const File& file, std::uint64_t begin, std::uint64_t end, Findings& findings) {
  constexpr std::uint64_t small = 8;
  constexpr std::uint64_t large = 16;
  std::vector<Box> boxes;
  for (auto at = begin; at < end && findings.ok();) {
    if (end - at < small) {
      findings.reject(at, "bytes that are not a box");
      break;
    }
    std::uint64_t head = small;
    std::uint64_t size = file.u32(at);
    if (size == 1 && end - at >= large) {
      head = large;
      size = file.u64(at + small);
      // A writer that does not know yet how long its tables get may take the longer head a little early.
      constexpr std::uint64_t slack = 64U << 20U;
      if (size <= std::numeric_limits<std::uint32_t>::max() - slack)
        findings.reject(at, "a box with a longer head than it needs");
    }
    if (size < head || size > end - at) {
      findings.reject(at, "a box that does not fit in");
      break;
    }
    boxes.push_back({file.u32(at + 4), at, at + head, at + size});
    at += size;
  }
  return boxes;
}

std::uint64_t Fields::number(std::size_t size) {
  if (left() < size) {
    findings_.reject(at_, "a box ends before its fields");
    at_ = end_;
    return 0;
  }
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8U | file_.u8(at_ + i);
  at_ += size;
  return value;
}

void Fields::skip(std::uint64_t size) {
  if (left() < size) findings_.reject(at_, "a box ends before its fields");
  at_ += std::min(size, left());
}

void Fields::expect(std::size_t size, std::uint64_t value, std::string_view rule) {
  const auto at = at_;
  if (number(size) != value) findings_.reject(at, rule);
}

std::uint64_t Fields::at_most(std::size_t size, std::uint64_t most, std::string_view rule) {
  const auto at = at_;
  const auto value = number(size);
  if (value > most) findings_.reject(at, rule);
  return value;
}

std::uint8_t Fields::only_bits(unsigned mask, std::string_view rule) {
  const auto at = at_;
  const auto value = u8();
  if ((value & ~mask) != 0) findings_.reject(at, rule);
  return value;
}

void Fields::zeros(std::uint64_t count, std::string_view rule) {
  for (; count > 0 && ok(); --count) expect(1, 0, rule);
}

void Fields::full(unsigned version, std::uint32_t flags) {
  expect(1, version, "a version that this box does not have here");
  expect(3, flags, "flags that this box does not have here");
}

void Fields::finish() {
  if (left() > 0) findings_.reject(at_, "bytes behind the last field of a box");
}

}  // namespace stripmeta::verify
