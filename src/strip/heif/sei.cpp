#include "strip/heif/sei.hpp"

#include <algorithm>

#include "strip/bmff/box.hpp"

namespace stripmeta::heif {
namespace {

constexpr unsigned prefix_sei = 39;  // H.265 table 7-1
constexpr unsigned suffix_sei = 40;
constexpr std::uint64_t user_data_unregistered = 5;
constexpr std::size_t unit_head = 2;

bool is_sei(Bytes unit) {
  if (unit.size() <= unit_head) return false;
  const unsigned kind = u8(unit, 0) >> 1U & 0x3FU;
  return kind == prefix_sei || kind == suffix_sei;
}

// In a NAL unit, a 3 after two zeros is not data (7.3.1.1).
std::vector<std::byte> unescape(Bytes unit) {
  std::vector<std::byte> data;
  unsigned zeros = 0;
  for (const auto byte : unit) {
    if (zeros >= 2 && byte == std::byte{3}) {
      zeros = 0;
      continue;
    }
    zeros = byte == std::byte{0} ? zeros + 1 : 0;
    data.push_back(byte);
  }
  return data;
}

void append_escaped(std::vector<std::byte>& out, Bytes data) {
  unsigned zeros = 0;
  for (const auto byte : data) {
    if (zeros >= 2 && byte <= std::byte{3}) {
      put_u8(out, 3);
      zeros = 0;
    }
    zeros = byte == std::byte{0} ? zeros + 1 : 0;
    out.push_back(byte);
  }
}

// A type or a size is the sum of bytes up to and including the first that is not 0xFF (7.3.5).
std::uint64_t read_sum(bmff::Reader& reader) {
  std::uint64_t sum = 0;
  std::uint8_t byte = 0xFF;
  while (byte == 0xFF && reader.ok()) sum += byte = reader.u8();
  return sum;
}

}  // namespace

std::optional<std::vector<std::byte>> without_user_data(Bytes unit) {
  constexpr std::byte stop{0x80};  // rbsp_trailing_bits
  if (!is_sei(unit)) return std::nullopt;
  const auto data = unescape(unit.subspan(unit_head));
  bmff::Reader reader{data};
  std::vector<std::byte> kept;
  bool found = false;
  while (reader.left() > 1) {
    const auto begin = reader.at();
    const bool goes = read_sum(reader) == user_data_unregistered;
    const auto size = read_sum(reader);
    // If a message is cut off, its bytes up to the end count.
    reader.take(static_cast<std::size_t>(std::min<std::uint64_t>(size, reader.left())));
    if (goes) {
      found = true;
    } else {
      put_bytes(kept, Bytes{data}.subspan(begin, reader.at() - begin));
    }
  }
  if (!found) return std::nullopt;
  if (kept.empty()) return kept;
  kept.push_back(stop);
  std::vector<std::byte> out{unit.begin(), unit.begin() + unit_head};
  append_escaped(out, kept);
  if (out.size() > unit.size()) out.clear();  // only possible if the unit was escaped wrongly
  return out;
}

std::vector<Edit> user_data_edits(Bytes data, std::size_t length_size) {
  std::vector<Edit> edits;
  bmff::Reader reader{data};
  while (reader.left() > length_size && edits.size() <= max_edits) {
    const auto begin = reader.at();
    const auto length = reader.number(length_size);
    if (length > reader.left()) break;
    auto rest = without_user_data(reader.take(static_cast<std::size_t>(length)));
    if (!rest) continue;
    Edit edit{{begin, reader.at()}, {}};
    if (!rest->empty()) {
      for (std::size_t i = length_size; i-- > 0;) put_u8(edit.bytes, rest->size() >> 8U * i & 0xFFU);
      put_bytes(edit.bytes, *rest);
    }
    edits.push_back(std::move(edit));
  }
  return edits;
}

HevcConfiguration read_configuration(Bytes hvcc) {
  constexpr std::size_t fixed = 22;
  HevcConfiguration read;
  bmff::Reader reader{hvcc};
  const auto front = reader.take(fixed);
  const std::size_t arrays = reader.u8();
  std::vector<std::byte> kept;
  std::size_t kept_arrays = 0;
  for (std::size_t i = 0; i < arrays && reader.ok(); ++i) {
    const unsigned kind = reader.u8();
    const std::size_t units = reader.u16();
    std::vector<std::byte> array;
    std::size_t kept_units = 0;
    for (std::size_t n = 0; n < units && reader.ok(); ++n) {
      const auto unit = reader.take(reader.u16());
      const auto rest = without_user_data(unit);
      if (rest) put_bytes(read.user_data, unit);
      const Bytes stays = rest ? Bytes{*rest} : unit;
      if (rest && stays.empty()) continue;
      put_u16(array, static_cast<unsigned>(stays.size()));
      put_bytes(array, stays);
      ++kept_units;
    }
    if (kept_units == 0 && units != 0) continue;
    ++kept_arrays;
    put_u8(kept, kind);
    put_u16(kept, static_cast<unsigned>(kept_units));
    put_bytes(kept, array);
  }
  if (!reader.ok()) return {};
  put_bytes(read.bytes, front);
  put_u8(read.bytes, static_cast<unsigned>(kept_arrays));
  put_bytes(read.bytes, kept);
  read.length_size = (u8(front, fixed - 1) & 3U) + 1;
  return read;
}

}  // namespace stripmeta::heif
