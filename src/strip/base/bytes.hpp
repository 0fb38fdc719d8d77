// Reads and writes numbers and text in byte buffers. Unless a comment says otherwise, the caller makes sure that the
// buffer has the bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace stripmeta {

using Bytes = std::span<const std::byte>;

enum class ByteOrder : std::uint8_t { big, little };

constexpr std::uint8_t u8(Bytes bytes, std::size_t at) {
  return std::to_integer<std::uint8_t>(bytes[at]);
}

std::uint16_t u16(Bytes bytes, std::size_t at, ByteOrder order = ByteOrder::big);
std::uint32_t u32(Bytes bytes, std::size_t at, ByteOrder order = ByteOrder::big);
std::uint64_t u64(Bytes bytes, std::size_t at, ByteOrder order = ByteOrder::big);

void put_u8(std::vector<std::byte>& out, unsigned value);
void put_u16(std::vector<std::byte>& out, unsigned value, ByteOrder order = ByteOrder::big);
void put_u32(std::vector<std::byte>& out, std::uint32_t value, ByteOrder order = ByteOrder::big);
void put_u64(std::vector<std::byte>& out, std::uint64_t value, ByteOrder order = ByteOrder::big);
void put_text(std::vector<std::byte>& out, std::string_view text);
void put_bytes(std::vector<std::byte>& out, Bytes bytes);
// Overwrites four existing bytes, big-endian.
void set_u32(std::span<std::byte> bytes, std::size_t at, std::uint32_t value);

// The same bytes as characters, to search in. They may be in any character set, or no text at all.
std::string_view as_text(Bytes bytes);
bool starts_with(Bytes bytes, std::string_view prefix);  // any length
bool contains(Bytes bytes, std::string_view needle);     // any length
bool is_zero(Bytes bytes);                               // also true for an empty span
bool same_bytes(Bytes a, Bytes b);                       // any length

}  // namespace stripmeta
