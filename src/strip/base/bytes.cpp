#include "strip/base/bytes.hpp"

#include <algorithm>

namespace stripmeta {

std::uint16_t u16(Bytes bytes, std::size_t at, ByteOrder order) {
  const unsigned first = u8(bytes, at);
  const unsigned second = u8(bytes, at + 1);
  return static_cast<std::uint16_t>(order == ByteOrder::big ? first << 8U | second : second << 8U | first);
}

std::uint32_t u32(Bytes bytes, std::size_t at, ByteOrder order) {
  const std::uint32_t first = u16(bytes, at, order);
  const std::uint32_t second = u16(bytes, at + 2, order);
  return order == ByteOrder::big ? first << 16U | second : second << 16U | first;
}

std::uint64_t u64(Bytes bytes, std::size_t at, ByteOrder order) {
  const std::uint64_t first = u32(bytes, at, order);
  const std::uint64_t second = u32(bytes, at + 4, order);
  return order == ByteOrder::big ? first << 32U | second : second << 32U | first;
}

void put_u8(std::vector<std::byte>& out, unsigned value) {
  out.push_back(static_cast<std::byte>(value));
}

void put_u16(std::vector<std::byte>& out, unsigned value, ByteOrder order) {
  const bool big = order == ByteOrder::big;
  put_u8(out, (big ? value >> 8U : value) & 0xFFU);
  put_u8(out, (big ? value : value >> 8U) & 0xFFU);
}

void put_u32(std::vector<std::byte>& out, std::uint32_t value, ByteOrder order) {
  const bool big = order == ByteOrder::big;
  put_u16(out, (big ? value >> 16U : value) & 0xFFFFU, order);
  put_u16(out, (big ? value : value >> 16U) & 0xFFFFU, order);
}

void put_u64(std::vector<std::byte>& out, std::uint64_t value, ByteOrder order) {
  const bool big = order == ByteOrder::big;
  put_u32(out, static_cast<std::uint32_t>(big ? value >> 32U : value), order);
  put_u32(out, static_cast<std::uint32_t>(big ? value : value >> 32U), order);
}

void put_text(std::vector<std::byte>& out, std::string_view text) {
  for (const char c : text) put_u8(out, static_cast<unsigned char>(c));
}

void put_bytes(std::vector<std::byte>& out, Bytes bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

void set_u32(std::span<std::byte> bytes, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) bytes[at + i] = static_cast<std::byte>(value >> (24U - 8U * i) & 0xFFU);
}

std::string_view as_text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
bool starts_with(Bytes bytes, std::string_view prefix) {
  return as_text(bytes).starts_with(prefix);
}
bool contains(Bytes bytes, std::string_view needle) {
  return as_text(bytes).find(needle) != std::string_view::npos;
}
bool is_zero(Bytes bytes) {
  return std::ranges::all_of(bytes, [](std::byte b) { return b == std::byte{0}; });
}

bool same_bytes(Bytes a, Bytes b) {
  return std::ranges::equal(a, b);
}

}  // namespace stripmeta
