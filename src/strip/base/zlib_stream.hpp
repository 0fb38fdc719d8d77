// zlib streams (RFC 1950) in memory, and PNG's CRC-32. This is the only place where the engine calls zlib.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta {

// Continues a CRC-32 (ISO 3309, as PNG uses it) with `bytes`; a `crc` of 0 starts a new one.
std::uint32_t crc32_of(std::uint32_t crc, Bytes bytes);

struct Inflated {
  std::vector<std::byte> bytes;
  std::size_t consumed{0};  // bytes that the stream has; more input may follow it
};

// Inflates the stream at the beginning of `stream`. nullopt if it is damaged, cut off or longer than `limit` bytes.
std::optional<Inflated> inflate_zlib(Bytes stream, std::size_t limit);

// Inflates as much as possible, at most `limit` bytes. The stream may be damaged, cut off or longer.
std::vector<std::byte> inflate_some(Bytes stream, std::size_t limit);

// Deflates at the highest level. nullopt if memory runs out.
std::optional<std::vector<std::byte>> deflate_zlib(Bytes bytes);

}  // namespace stripmeta
