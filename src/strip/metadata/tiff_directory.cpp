#include "strip/metadata/tiff_directory.hpp"

#include <algorithm>
#include <array>

#include "strip/grammar/grammar.hpp"

namespace stripmeta::tiff {
namespace {

constexpr std::array<std::uint8_t, 19> type_sizes{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
constexpr std::uint64_t max_entries = 65535;

constexpr bool is_signed(std::uint16_t type) {
  return type == type_sbyte || type == type_sshort || type == type_slong || type == type_slong8;
}
constexpr bool is_integer(std::uint16_t type) {
  return type == type_byte || type == type_short || type == type_long || type == type_long8 || is_signed(type);
}

std::uint64_t read_number(Bytes bytes, std::size_t at, std::size_t size, ByteOrder order) {
  switch (size) {
    case 1: return u8(bytes, at);
    case 2: return u16(bytes, at, order);
    case 4: return u32(bytes, at, order);
    default: return u64(bytes, at, order);
  }
}

}  // namespace

std::size_t type_size(std::uint16_t type) {
  if (type == type_utf8) return 1;
  return type < type_sizes.size() ? type_sizes.at(type) : 0;
}

std::optional<std::uint64_t> Entry::integer(std::uint64_t i) const {
  const auto size = unit();
  if (!is_integer(type) || i >= value.size() / size) return std::nullopt;
  const auto number = read_number(value, static_cast<std::size_t>(i) * size, size, order);
  const bool is_negative = is_signed(type) && (number >> (8 * size - 1) & 1U) != 0;
  return is_negative ? std::nullopt : std::optional{number};
}

std::optional<std::uint64_t> Entry::pointer(std::uint64_t i) const {
  Entry as_number = *this;
  if (type == type_ifd) as_number.type = type_long;
  if (type == type_ifd8) as_number.type = type_long8;
  return as_number.integer(i);
}

std::optional<std::uint64_t> Entry::only_pointer() const {
  return count == 1 ? pointer() : std::nullopt;
}

std::expected<Block, Error> Block::open(Bytes bytes) {
  constexpr std::size_t magic_size = 4;
  constexpr std::uint16_t classic_version = 42;
  constexpr std::uint16_t big_version = 43;
  constexpr std::uint16_t offset_size = 8;
  const auto order = starts_with(bytes, "II") ? ByteOrder::little : ByteOrder::big;
  const bool is_ordered = starts_with(bytes, "II") || starts_with(bytes, "MM");
  const auto version = bytes.size() >= magic_size ? u16(bytes, 2, order) : 0;
  if (!is_ordered || (version != classic_version && version != big_version)) {
    return fail(ErrorKind::malformed, 0, "there is no TIFF header");
  }
  const bool is_big = version == big_version;
  Block block{bytes, order, is_big, is_big ? std::size_t{16} : std::size_t{8}};
  if (bytes.size() < block.header_size()) {
    return fail(ErrorKind::truncated, bytes.size(), "the input ends in its header");
  }
  if (is_big && (u16(bytes, 4, order) != offset_size || u16(bytes, 6, order) != 0)) {
    return fail(ErrorKind::malformed, 4, "the header of a BigTIFF gives offsets another size than eight bytes");
  }
  block.first_ = block.number(block.header_size() - block.pointer_size(), block.pointer_size());
  return block;
}

std::optional<Block> Block::open_classic(Bytes bytes) {
  const auto block = open(bytes);
  return block && !block->is_big() ? std::optional{*block} : std::nullopt;
}

std::optional<Block> Block::open_any_number(Bytes bytes) {
  constexpr std::size_t size = 8;
  const auto order = starts_with(bytes, "II") ? ByteOrder::little : ByteOrder::big;
  if ((order == ByteOrder::big && !starts_with(bytes, "MM")) || bytes.size() < size) return std::nullopt;
  Block block{bytes, order, false, size};
  block.first_ = u32(bytes, size - block.pointer_size(), order);
  return block;
}

Block Block::with_bytes(Bytes bytes) const {
  Block other = *this;
  other.bytes_ = bytes;
  return other;
}

std::uint64_t Block::number(std::uint64_t at, std::size_t size) const {
  return read_number(bytes_, static_cast<std::size_t>(at), size, order_);
}

std::expected<Directory, Error> Block::directory(std::uint64_t at, Broken broken) const {
  if (at < header_size()) return fail(ErrorKind::malformed, at, "a directory stands within the header");
  if (at > bytes_.size() || bytes_.size() - at < count_size()) {
    return fail(ErrorKind::truncated, bytes_.size(), "the input ends before a directory");
  }
  const auto declared = number(at, count_size());
  if (broken == Broken::refuse && declared > max_entries) {
    return fail(ErrorKind::malformed, at, "a directory has more than 65535 entries");
  }
  const auto left = bytes_.size() - at - count_size();
  Directory found{.at = at, .count = std::min<std::uint64_t>(declared, left / entry_size())};
  found.is_whole = found.count == declared;
  const auto whole_size = count_size() + found.count * entry_size() + pointer_size();
  const bool has_next = found.is_whole && whole_size <= bytes_.size() - at;
  if (broken == Broken::refuse && !has_next) {
    return fail(ErrorKind::truncated, bytes_.size(), "the input ends within a directory");
  }
  found.size = std::min<std::uint64_t>(whole_size, bytes_.size() - at);
  if (has_next) found.next = number(at + found.size - pointer_size(), pointer_size());
  if (broken == Broken::stop) stop_at_unknown(found);
  return found;
}

void Block::stop_at_unknown(Directory& directory) const {
  constexpr std::size_t type_at = 2;
  for (std::uint64_t i = 0; i < directory.count; ++i) {
    if (type_size(static_cast<std::uint16_t>(number(entry_at(directory, i) + type_at, 2))) != 0) continue;
    directory = {.at = directory.at, .count = i, .size = count_size() + i * entry_size()};
    return;
  }
}

Entry Block::entry(const Directory& directory, std::uint64_t i) const {
  const auto from = entry_at(directory, i);
  const auto cell = from + entry_size() - pointer_size();
  Entry entry{.tag = static_cast<std::uint16_t>(number(from, 2)),
              .type = static_cast<std::uint16_t>(number(from + 2, 2)),
              .count = number(from + 4, pointer_size()),
              .value_at = cell,
              .order = order_};
  const auto unit = entry.unit();
  if (unit == 0 || entry.count > bytes_.size() / unit) return entry;
  const auto size = unit * entry.count;
  entry.is_apart = size > pointer_size();
  if (entry.is_apart) entry.value_at = number(cell, pointer_size());
  entry.is_readable = entry.value_at <= bytes_.size() && size <= bytes_.size() - entry.value_at;
  if (entry.is_readable) {
    entry.value = bytes_.subspan(static_cast<std::size_t>(entry.value_at), static_cast<std::size_t>(size));
  }
  return entry;
}

}  // namespace stripmeta::tiff
