// Boxes of the ISO base media file format (ISO/IEC 14496-12 4.2), which HEIF, JPEG XL, JPEG 2000 and JUMBF share.
//
//   size        4 bytes: how many the whole box has. 1: see the large size; 0: the box runs to the end of the input
//   type        4 characters
//   large size  8 bytes, only if size is 1
//   payload     in a `uuid` box it begins with an id of 16 bytes (bmff/payload.hpp), in a FullBox with version and
//               flags; in a superbox it consists of other boxes
//
// There is one reader of heads, read_head(). BoxWalk goes over the boxes of an input that is in memory, BoxStream
// (bmff/box_stream.hpp) over one that comes in pieces.
//
// Traps: only `size` can be 0 for "to the end", `large size` cannot. Only the last box of the top level may run to the
// end. A head of 16 bytes is allowed for a box of any size, so never assume that a payload begins after 8 bytes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "strip/base/byte_range.hpp"
#include "strip/base/bytes.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::bmff {

using Type = std::uint32_t;  // four characters

constexpr Type type(std::string_view name) {
  Type value = 0;
  for (const char c : name) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

// The four characters.
std::string name_of(Type type);

// Stands for a number of bytes: all that there are up to the input's end.
inline constexpr std::uint64_t to_end = std::numeric_limits<std::uint64_t>::max();

// The head of a box.
struct Head {
  Type type{0};
  std::size_t size{0};        // bytes of the head itself, 8 or 16
  std::uint64_t box_size{0};  // bytes of the box, its head included; 0 if it runs to the input's end
  bool runs_to_end{false};

  bool is_valid() const { return runs_to_end || box_size >= size; }
  std::uint64_t payload_size() const { return runs_to_end ? to_end : box_size - size; }  // only if is_valid()
};
// The head at the beginning of `bytes`; nullopt if `bytes` end before it does.
std::optional<Head> read_head(Bytes bytes);
inline constexpr std::size_t longest_head = 16;

// A box of an input that is in memory.
struct Box {
  Type type{0};
  std::size_t at{0};    // of its first byte, in the input
  std::size_t head{0};  // bytes before the payload
  Bytes payload;        // belongs to the input

  std::size_t size() const { return head + payload.size(); }
  std::size_t payload_at() const { return at + head; }
  Range range() const { return {at, at + size()}; }
  Range payload_range() const { return {payload_at(), at + size()}; }
};

// Goes over the boxes of input[begin, end), one level deep.
class BoxWalk {
 public:
  BoxWalk(Bytes input, std::size_t begin, std::size_t end) : input_(input), at_(begin), end_(end) {}
  BoxWalk(Bytes input, const Box& parent, std::size_t skip = 0)  // the children after `skip` bytes of its payload
      : BoxWalk(input, parent.payload_at() + std::min(skip, parent.payload.size()), parent.at + parent.size()) {}

  bool done() const { return at_ == end_; }
  std::size_t at() const { return at_; }
  // The next box. Errors: `malformed` if there is no room for a head, if the box is smaller than its head, or if it
  // runs to the input's end but `end` comes earlier; `truncated` if it reaches past the end. After an error the walk
  // goes no further.
  std::expected<Box, Error> next();

 private:
  Bytes input_;
  std::size_t at_;
  std::size_t end_;
};

// Calls visit(box) for each box of input[range], up to the first that cannot be read.
template <typename Visit>
void visit_boxes(Bytes input, Range range, Visit visit) {
  for (BoxWalk walk{input, range.begin, range.end}; !walk.done();) {
    const auto box = walk.next();
    if (!box) return;
    visit(*box);
  }
}

// Reads a box's fields one after another. If a field reaches past the end, it is 0 or empty, and ok() is false from
// then on.
class Reader {
 public:
  explicit Reader(Bytes bytes) : bytes_(bytes) {}

  std::uint64_t number(std::size_t size);  // 0 to 8 bytes, big-endian
  std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  Bytes take(std::size_t size);
  std::string_view text();  // up to a zero byte, which is taken too, or up to the end

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
