#include "strip/coded/obu.hpp"

#include <utility>

#include "strip/coded/bits.hpp"
#include "strip/coded/hdr10_plus.hpp"
#include "strip/coded/sequence_header.hpp"

namespace stripmeta::coded {
namespace {

constexpr unsigned has_extension_bit = 0x04;
constexpr unsigned has_size_bit = 0x02;
constexpr unsigned extension_bits = 0xF8;

struct Number {
  std::uint64_t value{0};
  std::size_t size{0};  // bytes
};

// leb128 (4.10.5): at most eight bytes, and below 2^32.
std::optional<Number> read_leb128(Bytes data) {
  constexpr std::size_t longest = 8;
  Number number;
  while (number.size < longest && number.size < data.size()) {
    const std::uint64_t byte = u8(data, number.size);
    number.value |= (byte & 0x7FU) << (7 * number.size++);
    if (byte < 0x80U) return number.value >> 32U == 0 ? std::optional{number} : std::nullopt;
  }
  return std::nullopt;
}

void put_leb128(std::vector<std::byte>& out, std::uint64_t value) {
  for (; value >= 0x80U; value >>= 7U) put_u8(out, static_cast<unsigned>(value & 0x7FU) | 0x80U);
  put_u8(out, static_cast<unsigned>(value));
}

std::vector<std::byte> make_head(const Obu& obu, std::uint64_t payload_size) {
  std::vector<std::byte> head;
  put_u8(head, obu.type << 3U | (obu.extension ? has_extension_bit : 0) | (obu.has_size ? has_size_bit : 0));
  if (obu.extension) put_u8(head, *obu.extension & extension_bits);
  if (obu.has_size) put_leb128(head, payload_size);
  return head;
}

Bytes part(Bytes data, Range range) {
  return data.subspan(range.begin, range.size());
}

// The metadata that stay (5.8.3, 5.8.4, 5.8.2), with their type; empty if they go.
std::vector<std::byte> clean_metadata(Bytes payload) {
  constexpr std::size_t light_level_size = 4;
  constexpr std::size_t mastering_display_size = 24;
  const auto type = read_leb128(payload);
  std::vector<std::byte> kept;
  if (!type) return kept;
  const auto rest = payload.subspan(type->size);
  put_u8(kept, static_cast<unsigned>(type->value & 0x7FU));
  if (type->value == 4) {
    const auto fields = read_hdr10_plus(rest);
    if (!fields) return {};
    put_bytes(kept, *fields);
  } else {
    const auto size = type->value == 1 ? light_level_size : mastering_display_size;
    if ((type->value != 1 && type->value != 2) || rest.size() < size) return {};
    put_bytes(kept, rest.first(size));
  }
  put_u8(kept, 0x80);  // trailing_bits
  return kept;
}

CleanObu replace(Bytes data, Range range, std::vector<std::byte> bytes, Kind kind) {
  if (same_bytes(part(data, range), bytes)) return {};
  return {true, range, std::move(bytes), kind};
}

CleanObu clean_metadata_obu(Bytes data, const Obu& obu) {
  const auto payload = clean_metadata(part(data, obu.payload));
  std::vector<std::byte> bytes;
  if (!payload.empty()) {
    bytes = make_head(obu, payload.size());
    put_bytes(bytes, payload);
  }
  return replace(data, {obu.head.begin, obu.payload.end}, std::move(bytes), Kind::encoder_note);
}

// A sequence header ends with its last field and a stop bit (5.3.4). One whose fields are not known here is coded data
// as it is.
CleanObu clean_sequence_header(Bytes data, const Obu& obu, Kind head_kind) {
  const auto payload = part(data, obu.payload);
  const auto header = read_sequence_header(payload);
  const auto size = header ? header->bytes.size() : payload.size();
  if (size >= payload.size()) return replace(data, obu.head, make_head(obu, payload.size()), head_kind);
  auto bytes = make_head(obu, size);
  put_bytes(bytes, header->bytes);
  const auto kind = is_zero(payload.subspan(size)) ? head_kind : Kind::slack;
  return {true, {obu.head.begin, obu.payload.end}, std::move(bytes), kind};
}

// A size in more bytes than needed is mere layout, a reserved bit is not.
Kind head_kind(Bytes head, bool has_extension) {
  const bool reserved = (u8(head, 0) & 0x81U) != 0 || (has_extension && (u8(head, 1) & ~extension_bits) != 0);
  return reserved ? Kind::slack : Kind::layout;
}

}  // namespace

std::optional<Obu> read_obu(Bytes data, std::size_t at) {
  if (at >= data.size()) return std::nullopt;
  const unsigned first = u8(data, at);
  auto next = at + 1;
  Obu obu;
  obu.type = first >> 3U & 0xFU;
  obu.has_size = (first & has_size_bit) != 0;
  if ((first & has_extension_bit) != 0) {
    if (next == data.size()) return std::nullopt;
    obu.extension = u8(data, next++);
  }
  std::uint64_t size = data.size() - next;
  if (obu.has_size) {
    const auto number = read_leb128(data.subspan(next));
    if (!number || number->value > data.size() - next - number->size) return std::nullopt;
    next += number->size;
    size = number->value;
  }
  obu.head = {at, next};
  obu.payload = {next, next + static_cast<std::size_t>(size)};
  return obu;
}

CleanObu cut_obu(Bytes data, const Obu& obu, std::size_t payload_size) {
  auto bytes = make_head(obu, payload_size);
  const auto payload = part(data, obu.payload);
  put_bytes(bytes, payload.first(payload_size));
  const auto kind = is_zero(payload.subspan(payload_size)) ? Kind::layout : Kind::slack;
  return {true, {obu.head.begin, obu.payload.end}, std::move(bytes), kind};
}

CleanObu clean_obu(Bytes data, const Obu& obu) {
  const Range all{obu.head.begin, obu.payload.end};
  const auto kind = head_kind(part(data, obu.head), obu.extension.has_value());
  switch (obu.type) {
    case sequence_header: return clean_sequence_header(data, obu, kind);
    case frame_header:
    case tile_group:
    case frame: return replace(data, obu.head, make_head(obu, obu.payload.size()), kind);
    case temporal_delimiter: {
      const bool empty = obu.payload.size() == 0 && !obu.extension;
      return replace(data, all, {std::byte{temporal_delimiter << 3U | has_size_bit}, std::byte{0}},
                     empty ? kind : Kind::slack);
    }
    case metadata: return clean_metadata_obu(data, obu);
    default: break;
  }
  constexpr unsigned padding = 15;
  if (is_zero(part(data, all))) return {true, all, {}, Kind::layout};
  return {true, all, {}, obu.type == padding ? Kind::padding : Kind::slack};
}

}  // namespace stripmeta::coded
