// Writes boxes of the ISO base media file format, nested.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/bmff/box.hpp"

namespace stripmeta::bmff {

// Every open() needs its close(). Sizes have 32 bits, so write less than 4 GiB.
class BoxWriter {
 public:
  void open(Type type);
  void open_full(Type type, unsigned version, std::uint32_t flags);
  void close();
  void box(Type type, Bytes payload);

  void u8(unsigned value) { put_u8(out_, value); }
  void u16(std::size_t value) { put_u16(out_, static_cast<unsigned>(value)); }
  void u32(std::size_t value) { put_u32(out_, static_cast<std::uint32_t>(value)); }
  void u64(std::uint64_t value) { put_u64(out_, value); }
  // Eight bytes if `wide`, else four.
  void number(std::uint64_t value, bool wide) { wide ? u64(value) : u32(static_cast<std::size_t>(value)); }
  // Four bytes if `wide`, else two.
  void id(std::size_t value, bool wide) { wide ? u32(value) : u16(value); }
  // Writes an offset into media data whose place is not known yet. Once it is known, call shift(), which adds
  // `distance` to all of these offsets.
  void offset(std::uint64_t value, bool wide) {
    offsets_.push_back({out_.size(), wide});
    number(value, wide);
  }
  void shift(std::uint64_t distance);
  void bytes(Bytes more) { put_bytes(out_, more); }
  void zeros(std::size_t count) { out_.resize(out_.size() + count); }

  std::vector<std::byte> take() { return std::move(out_); }
  std::size_t size() const { return out_.size(); }

 private:
  struct Offset {
    std::size_t at;
    bool wide;
  };

  std::vector<std::byte> out_;
  std::vector<std::size_t> open_;  // the offset in out_ at which each open box begins
  std::vector<Offset> offsets_;
};

// dinf (14496-12 8.7) with one entry: the data are in this file.
void write_data_reference(BoxWriter& writer);

}  // namespace stripmeta::bmff
