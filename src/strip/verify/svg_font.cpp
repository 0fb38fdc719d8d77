#include "strip/verify/svg_font.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>

namespace stripmeta::verify {
namespace {

// Where parts begin, and the furthest end of those that begin there.
using Parts = std::map<std::uint64_t, std::uint64_t>;

void note(Parts& parts, std::uint64_t at, std::uint64_t size) {
  auto& end = parts[at];
  end = std::max(end, at + size);
}

// A directory: `count` records of `size` bytes at `at`, with a part's offset at `offset` in each, and its length
// behind that.
struct Records {
  std::uint64_t at;
  std::size_t count;
  std::size_t size;
  std::size_t offset;
};

// Each of these returns false if a directory does not fit.
bool read_records(Bytes file, const Records& records, Parts& parts) {
  const auto end = records.at + std::uint64_t{records.count} * records.size;
  if (end > file.size()) return false;
  note(parts, records.at, end - records.at);
  for (auto at = static_cast<std::size_t>(records.at); at < end; at += records.size) {
    note(parts, u32(file, at + records.offset), u32(file, at + records.offset + 4));
  }
  return true;
}

bool read_sfnt(Bytes file, std::uint64_t at, Parts& parts) {
  if (at + 12 > file.size()) return false;
  note(parts, at, 12);
  return read_records(file, {at + 12, u16(file, static_cast<std::size_t>(at) + 4), 16, 8}, parts);
}

bool read_collection(Bytes file, Parts& parts) {
  if (file.size() < 12) return false;
  const std::uint64_t count = u32(file, 8);
  const std::uint64_t end = 12 + 4 * count + (u16(file, 4) > 1 ? 12 : 0);
  if (end > file.size()) return false;
  note(parts, 0, end);
  if (u16(file, 4) > 1) {
    const auto last = static_cast<std::size_t>(end) - 8;
    note(parts, u32(file, last + 4), u32(file, last));
  }
  constexpr std::size_t most_parts = 200'000;
  for (std::size_t i = 0; i < count; ++i) {
    if (!read_sfnt(file, u32(file, 12 + 4 * i), parts) || parts.size() > most_parts) return false;
  }
  return true;
}

bool read_woff(Bytes file, Parts& parts) {
  if (file.size() < 44) return false;
  note(parts, 0, 44);
  note(parts, u32(file, 24), u32(file, 28));  // metadata
  note(parts, u32(file, 36), u32(file, 40));  // private data
  return read_records(file, {44, u16(file, 12), 20, 4}, parts);
}

bool is_open_type(Bytes file) {
  return starts_with(file, "OTTO") || starts_with(file, "true") || starts_with(file, "typ1") ||
         starts_with(file, {"\0\1\0\0", 4});
}

bool covers(Bytes file, const Parts& parts) {
  std::uint64_t at = 0;
  const auto zeros = [&](std::uint64_t end) {
    return is_zero(file.subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(end - at)));
  };
  for (const auto& [begin, end] : parts) {
    if (end > file.size()) return false;
    if (begin > at && !zeros(begin)) return false;
    at = std::max(at, end);
  }
  return file.size() - at < 4 && zeros(file.size());
}

}  // namespace

bool begins_as_font(Bytes file) {
  for (const std::string_view word : {"ttcf", "wOFF", "wOF2"}) {
    if (starts_with(file, word)) return true;
  }
  return is_open_type(file) || (file.size() > 35 && starts_with(file.subspan(34), "LP"));
}

bool is_whole_font(Bytes file) {
  Parts parts;
  if (starts_with(file, "ttcf")) return read_collection(file, parts) && covers(file, parts);
  if (starts_with(file, "wOFF")) {
    const bool read = read_woff(file, parts);
    if (read && u32(file, 8) <= file.size()) note(parts, u32(file, 8), 0);
    return read && covers(file, parts);
  }
  if (starts_with(file, "wOF2")) return file.size() >= 48 && u32(file, 8) == file.size();
  if (is_open_type(file)) return read_sfnt(file, 0, parts) && covers(file, parts);
  return file.size() >= 82 && u32(file, 0, ByteOrder::little) == file.size();
}

}  // namespace stripmeta::verify
