#include "strip/tiff/file.hpp"

#include <algorithm>
#include <array>

#include "strip/grammar/grammar.hpp"

namespace stripmeta::tiff {
namespace {

constexpr std::array<std::uint8_t, 19> type_sizes{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
constexpr std::uint64_t most_entries = 65535;

constexpr bool is_signed(std::uint16_t type) {
  return type == 6 || type == 8 || type == 9 || type == 17;  // SBYTE, SSHORT, SLONG, SLONG8
}
constexpr bool is_whole_number(std::uint16_t type) {
  return type == type_byte || type == type_short || type == type_long || type == type_long8 || is_signed(type);
}

}  // namespace

std::uint64_t type_size(std::uint16_t type) {
  return type < type_sizes.size() ? type_sizes.at(type) : 0;
}

bool is_number(std::uint16_t type) {
  return type_size(type) != 0 && type != type_ascii && type != type_undefined && type != type_ifd && type != type_ifd8;
}

const Entry* Directory::find(std::uint16_t tag) const {
  const auto entry = std::ranges::lower_bound(entries, tag, {}, &Entry::tag);
  return entry != entries.end() && entry->tag == tag ? &*entry : nullptr;
}

std::expected<File, Error> File::open(Bytes input) {
  constexpr std::size_t magic_at = 2;
  constexpr std::uint16_t big_magic = 43;
  constexpr std::uint16_t offset_bytes = 8;
  const auto order = starts_with(input, "II") ? ByteOrder::little : ByteOrder::big;
  const bool big = input.size() >= magic_at + 2 && u16(input, magic_at, order) == big_magic;
  File file{input, order, big};
  if (input.size() < file.header_size())
    return fail(ErrorKind::truncated, input.size(), "the input ends in its header");
  if (big && (u16(input, 4, order) != offset_bytes || u16(input, 6, order) != 0)) {
    return fail(ErrorKind::malformed, 4, "the header of a BigTIFF has another size of offsets than eight");
  }
  file.first_ = file.read_pointer(file.header_size() - file.pointer_size());
  return file;
}

std::uint64_t File::read_pointer(std::uint64_t at) const {
  const auto from = static_cast<std::size_t>(at);
  return big_ ? u64(input_, from, order_) : u32(input_, from, order_);
}

Entry File::entry(std::uint64_t at) const {
  const auto from = static_cast<std::size_t>(at);
  const auto cell = at + entry_size() - pointer_size();
  Entry entry{u16(input_, from, order_), u16(input_, from + 2, order_), read_pointer(at + 4), {}, cell};
  const auto unit = type_size(entry.type);
  if (unit == 0 || entry.count > input_.size() / unit) return entry;
  const auto size = unit * entry.count;
  if (size > pointer_size()) entry.at = read_pointer(cell);
  if (entry.at <= input_.size() && size <= input_.size() - entry.at) {
    entry.value = input_.subspan(static_cast<std::size_t>(entry.at), static_cast<std::size_t>(size));
  }
  return entry;
}

std::expected<Directory, Error> File::directory(std::uint64_t at) const {
  if (at < header_size()) return fail(ErrorKind::malformed, at, "a directory stands within the header");
  if (at > input_.size() || input_.size() - at < count_size()) {
    return fail(ErrorKind::truncated, input_.size(), "the input ends before a directory");
  }
  const auto from = static_cast<std::size_t>(at);
  const std::uint64_t count = big_ ? u64(input_, from, order_) : u16(input_, from, order_);
  if (count > most_entries) return fail(ErrorKind::malformed, at, "a directory has more than 65535 entries");
  Directory directory{at, count_size() + count * entry_size() + pointer_size(), {}, {}, 0};
  if (directory.size > input_.size() - at) {
    return fail(ErrorKind::truncated, input_.size(), "the input ends within a directory");
  }
  std::vector<Entry> all;
  all.reserve(static_cast<std::size_t>(count));
  for (std::uint64_t i = 0; i < count; ++i) all.push_back(entry(at + count_size() + i * entry_size()));
  std::ranges::stable_sort(all, {}, &Entry::tag);
  for (const auto& each : all) {
    const bool again = !directory.entries.empty() && directory.entries.back().tag == each.tag;
    (again ? directory.repeated : directory.entries).push_back(each);
  }
  directory.next = read_pointer(at + directory.size - pointer_size());
  return directory;
}

std::optional<std::uint64_t> File::number(const Entry& entry, std::uint64_t i) const {
  const auto unit = static_cast<std::size_t>(type_size(entry.type));
  if (!is_whole_number(entry.type) || unit == 0 || i >= entry.value.size() / unit) return std::nullopt;
  const auto at = static_cast<std::size_t>(i) * unit;
  std::uint64_t value = 0;
  switch (unit) {
    case 1: value = u8(entry.value, at); break;
    case 2: value = u16(entry.value, at, order_); break;
    case 4: value = u32(entry.value, at, order_); break;
    default: value = u64(entry.value, at, order_); break;
  }
  const bool negative = is_signed(entry.type) && (value >> (8 * unit - 1) & 1U) != 0;
  return negative ? std::nullopt : std::optional{value};
}

std::optional<std::uint64_t> File::number(const Directory& directory, std::uint16_t tag) const {
  const auto* entry = directory.find(tag);
  return entry == nullptr ? std::nullopt : number(*entry);
}

std::optional<std::uint64_t> File::pointer(const Entry& entry, std::uint64_t i) const {
  Entry as_number = entry;
  if (entry.type == type_ifd) as_number.type = type_long;
  if (entry.type == type_ifd8) as_number.type = type_long8;
  return number(as_number, i);
}

}  // namespace stripmeta::tiff
