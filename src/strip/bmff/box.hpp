// Boxes of the ISO base media file format (ISO/IEC 14496-12 4.2): walked and read within their bounds.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

#include "strip/base/bytes.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::bmff {

using Type = std::uint32_t;  // four characters

constexpr Type type(std::string_view name) {
  Type value = 0;
  for (const char c : name) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

struct Box {
  Type type{0};
  std::size_t at{0};    // of its first byte, in the input
  std::size_t head{0};  // bytes of size and type
  Bytes payload;        // belongs to the input

  std::size_t size() const { return head + payload.size(); }
  std::size_t payload_at() const { return at + head; }
};

// Goes over the boxes of input[begin, end), one level deep.
class BoxWalk {
 public:
  BoxWalk(Bytes input, std::size_t begin, std::size_t end) : input_(input), at_(begin), end_(end) {}
  BoxWalk(Bytes input, const Box& parent, std::size_t skip = 0)  // the children behind `skip` bytes of its payload
      : BoxWalk(input, parent.payload_at() + std::min(skip, parent.payload.size()), parent.at + parent.size()) {}

  bool done() const { return at_ == end_; }
  std::size_t at() const { return at_; }
  // Errors, at which the walk stays: `malformed` where a size is less than its head or there is no room for a head,
  // `truncated` where the box reaches past the end. A size of 0 is the way to the input's end, and malformed elsewhere.
  std::expected<Box, Error> next();

 private:
  Bytes input_;
  std::size_t at_;
  std::size_t end_;
};

// Reads a box's fields one after another. Past the end it gives zeros and is no longer ok().
class Reader {
 public:
  explicit Reader(Bytes bytes) : bytes_(bytes) {}

  std::uint64_t number(std::size_t size);  // 0 to 8 bytes, big-endian
  std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  Bytes take(std::size_t size);
  std::string_view text();  // up to a zero byte, which is taken too, or to the end

  bool ok() const { return ok_; }
  std::size_t at() const { return at_; }
  std::size_t left() const { return bytes_.size() - at_; }

 private:
  Bytes bytes_;
  std::size_t at_{0};
  bool ok_{true};
};

// The first four bytes of a FullBox's payload (14496-12 4.2.2).
struct FullHead {
  std::uint8_t version;
  std::uint32_t flags;
};
FullHead read_full(Reader& reader);
inline constexpr std::size_t full_head = 4;

}  // namespace stripmeta::bmff
