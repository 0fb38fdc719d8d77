// A file that lies in several pieces, for readers that go back and forth.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta::verify {

// The pieces belong to the caller and must outlive the File. Offsets and sizes are in bytes. The caller asks only for
// bytes that has() says are there.
class File {
 public:
  explicit File(Bytes whole) { add(whole); }
  File() = default;
  void add(Bytes piece);

  std::uint64_t size() const { return size_; }
  bool has(std::uint64_t at, std::uint64_t count) const { return at <= size_ && count <= size_ - at; }

  // The bytes [at, at + count) in one run. They are copied if they lie in several pieces; the copy lives as long as
  // the File. So read structures with this, and walk through coded data with each_piece().
  Bytes bytes(std::uint64_t at, std::uint64_t count) const;
  std::uint8_t u8(std::uint64_t at) const;
  std::uint16_t u16(std::uint64_t at, ByteOrder order = ByteOrder::big) const;
  std::uint32_t u32(std::uint64_t at, ByteOrder order = ByteOrder::big) const;
  std::uint64_t u64(std::uint64_t at, ByteOrder order = ByteOrder::big) const;

  // The runs of bytes that [at, at + count) lies in, in order, without a copy.
  std::vector<Bytes> pieces(std::uint64_t at, std::uint64_t count) const;

 private:
  struct Piece {
    std::uint64_t at;  // of its first byte
    Bytes bytes;
  };

  std::size_t piece_at(std::uint64_t at) const;  // index of the piece that has this byte
  std::uint64_t number(std::uint64_t at, std::size_t size, ByteOrder order) const;

  std::vector<Piece> pieces_;  // in order, none is empty
  std::uint64_t size_{0};
  mutable std::deque<std::vector<std::byte>> copies_;
};

}  // namespace stripmeta::verify
