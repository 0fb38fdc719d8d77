// zlib streams (RFC 1950) held in memory, and the CRC-32 that PNG uses: the one place where the engine calls zlib.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta {

// The CRC-32 (ISO 3309, as PNG's) of what `crc` stands for followed by `bytes`; 0 stands for nothing.
std::uint32_t crc32_of(std::uint32_t crc, Bytes bytes);

struct Inflated {
  std::vector<std::byte> bytes;
  std::size_t consumed{0};  // of the input: the stream may end before it does
};

// What the stream at the beginning of `stream` holds. None: it is damaged or cut, or holds more than `limit` bytes.
std::optional<Inflated> inflate_zlib(Bytes stream, std::size_t limit);

// As above, but what could be read of a damaged, cut or longer stream: its first `limit` bytes at most.
std::vector<std::byte> inflate_some(Bytes stream, std::size_t limit);

// A stream that holds `bytes`, at the highest level. None: no memory.
std::optional<std::vector<std::byte>> deflate_zlib(Bytes bytes);

}  // namespace stripmeta
