// Reflected cyclic redundancy checks with tables for eight bytes at a time ("slicing by 8", Kounavis and Berry, 2005).
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace stripmeta::s3 {

// `polynomial` is in reversed bit order. The value starts as all ones and is inverted at the end, as for all CRCs of
// S3.
template <typename Value, Value polynomial>
class Crc {
 public:
  // Extends the CRC `before` (0 at the start) by `bytes`.
  static Value update(Value before, std::span<const std::byte> bytes) {
    auto crc = static_cast<Value>(~before);
    for (; bytes.size() >= step; bytes = bytes.subspan(step)) crc = take_eight(crc, bytes.data());
    for (const auto byte : bytes) crc = (crc >> 8U) ^ tables[0][(crc ^ static_cast<Value>(byte)) & 0xFFU];
    return static_cast<Value>(~crc);
  }

 private:
  static constexpr std::size_t step = 8;
  using Tables = std::array<std::array<Value, 256>, step>;

  // tables[n][byte]: what `byte` contributes when n zero bytes follow it.
  static constexpr Tables make_tables() {
    Tables made{};
    for (std::size_t byte = 0; byte < 256; ++byte) {
      auto value = static_cast<Value>(byte);
      for (int bit = 0; bit < 8; ++bit) value = (value >> 1U) ^ ((value & 1U) != 0 ? polynomial : Value{0});
      made[0][byte] = value;
    }
    for (std::size_t n = 1; n < step; ++n) {
      for (std::size_t byte = 0; byte < 256; ++byte) {
        const auto value = made[n - 1][byte];
        made[n][byte] = (value >> 8U) ^ made[0][value & 0xFFU];
      }
    }
    return made;
  }

  static Value take_eight(Value crc, const std::byte* bytes) {
    static_assert(std::endian::native == std::endian::little, "the first byte must be the lowest");
    std::uint64_t chunk{};
    std::memcpy(&chunk, bytes, step);
    chunk ^= crc;
    Value next{0};
    for (std::size_t i = 0; i < step; ++i) next ^= tables[step - 1 - i][(chunk >> (8 * i)) & 0xFFU];
    return next;
  }

  static constexpr Tables tables = make_tables();
};

using Crc32c = Crc<std::uint32_t, 0x82F63B78U>;               // RFC 3720, B.4
using Crc64Nvme = Crc<std::uint64_t, 0x9A6C9329AC4BC9B5ULL>;  // NVM Command Set, 5.2.1.3.4

}  // namespace stripmeta::s3
