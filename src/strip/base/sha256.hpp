// SHA-256 (FIPS 180-4), for comparing public data with a list of digests. It is small, not fast.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "strip/base/bytes.hpp"

namespace stripmeta {

// Takes a message in pieces of any size.
class Sha256 {
 public:
  void update(Bytes piece);
  // The digest of all pieces as 64 lower-case hexadecimal digits. Call it once, after the last piece.
  std::string hex();

 private:
  static constexpr std::size_t block_size = 64;

  void mix(Bytes block);

  std::array<std::uint32_t, 8> state_{0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A,
                                      0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19};
  std::array<std::byte, block_size> rest_{};  // the beginning of the next block
  std::uint64_t size_{0};                     // bytes of the message
};

}  // namespace stripmeta
