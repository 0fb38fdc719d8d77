#include "strip/jpeg/segment.hpp"

#include <algorithm>

#include "strip/jpeg/marker.hpp"

namespace stripmeta::jpeg {
namespace {

using Length = std::expected<std::size_t, std::string_view>;

constexpr std::size_t quantisation_values = 64;
constexpr std::size_t huffman_counts = 16;  // one for each length of a code

// T.81 B.2.2: P, Y, X, Nf, then three bytes a component.
Length frame_length(Bytes payload) {
  constexpr std::size_t head = 6;
  constexpr std::size_t most_frame_components = 10;  // libjpeg's limit
  if (payload.size() < head) return std::unexpected("a frame header is too short");
  const std::size_t components = u8(payload, 5);
  if (components == 0 || payload.size() != head + 3 * components) {
    return std::unexpected("the length of a frame header does not match its number of components");
  }
  if (u16(payload, 3) == 0) return std::unexpected("a frame has no width");
  if (components > most_frame_components) return std::unexpected("a frame has more components than decoders take");
  for (std::size_t at = head; at < payload.size(); at += 3) {
    const unsigned across = u8(payload, at + 1) >> 4U;
    const unsigned down = u8(payload, at + 1) & 0xFU;
    if (across == 0 || across > 4 || down == 0 || down > 4) return std::unexpected("a component has no valid sampling");
    if (u8(payload, at + 2) > 3) return std::unexpected("a component has an unknown quantisation table");
  }
  return payload.size();
}

// T.81 B.2.3: Ns, two bytes a component, Ss, Se, AhAl.
Length scan_length(Bytes payload) {
  constexpr std::size_t most_components = 4;
  const std::size_t components = payload.empty() ? 0 : u8(payload, 0);
  if (components == 0 || components > most_components || payload.size() != 1 + 2 * components + 3) {
    return std::unexpected("the length of a scan header does not match its number of components");
  }
  return payload.size();
}

// T.81 B.2.4.1: tables of 64 elements, one or two bytes each.
Length quantisation_length(Bytes payload) {
  std::size_t at = 0;
  while (at < payload.size()) {
    const unsigned precision = u8(payload, at) >> 4U;
    const unsigned table = u8(payload, at) & 0xFU;
    if (precision > 1 || table > 3) return std::unexpected("a quantisation table has an unknown precision or number");
    at += table_size(dqt, payload.subspan(at));
  }
  if (at != payload.size()) return std::unexpected("a quantisation table is cut short");
  return at;
}

// T.81 B.2.4.2: sixteen counts, then as many values.
Length huffman_length(Bytes payload) {
  constexpr std::size_t most_size = 1 + huffman_counts + 256;
  std::size_t at = 0;
  while (at < payload.size()) {
    if (payload.size() - at < 1 + huffman_counts) return std::unexpected("a Huffman table is cut short");
    if (u8(payload, at) >> 4U > 1 || (u8(payload, at) & 0xFU) > 3)
      return std::unexpected("a Huffman table has an unknown class or number");
    const auto size = table_size(dht, payload.subspan(at));
    if (size > most_size) return std::unexpected("a Huffman table has more than 256 values");
    at += size;
  }
  if (at != payload.size()) return std::unexpected("a Huffman table is cut short");
  return at;
}

// T.81 B.2.4.3: pairs of class and number, and value.
Length conditioning_length(Bytes payload) {
  if (payload.size() % 2 != 0) return std::unexpected("an arithmetic conditioning segment is cut short");
  for (std::size_t at = 0; at < payload.size(); at += 2) {
    if (u8(payload, at) >> 4U > 1) return std::unexpected("an arithmetic conditioning table has an unknown class");
  }
  return payload.size();
}

Length fixed_length(Bytes payload, std::size_t length, std::string_view sentence) {
  if (payload.size() != length) return std::unexpected(sentence);
  return length;
}

}  // namespace

std::expected<std::size_t, std::string_view> exact_length(std::uint8_t marker, Bytes payload) {
  if (is_sof(marker) || marker == dhp) return frame_length(payload);
  switch (marker) {
    case sos: return scan_length(payload);
    case dqt: return quantisation_length(payload);
    case dht: return huffman_length(payload);
    case dac: return conditioning_length(payload);
    case dri: return fixed_length(payload, 2, "a restart interval segment is not 4 bytes long");  // B.2.4.4
    case exp: return fixed_length(payload, 1, "an expand segment is not 3 bytes long");           // B.3.3
    case dnl: return std::min(payload.size(), lines_size);  // B.2.5; decoders skip the segment
    default: return std::unexpected("a segment with an unknown marker");
  }
}

// T.81 annex C: the codes of each length follow one another, so there may be too many for their length. F.1.2.1 and
// H.1.2.2: the values of a DC table are numbers of bits.
std::string_view huffman_fault(Bytes table) {
  constexpr unsigned most_bits = 16;
  std::uint32_t code = 0;
  for (std::size_t length = 1; length <= huffman_counts; ++length) {
    code = 2 * code + u8(table, length);
    if (code > 1U << length) return "a Huffman table has more codes than fit";
  }
  if (u8(table, 0) >> 4U != 0) return "";
  for (const auto value : table.subspan(1 + huffman_counts)) {
    if (std::to_integer<unsigned>(value) > most_bits) return "a Huffman table of DC has a value above 16";
  }
  return "";
}

std::size_t table_size(std::uint8_t marker, Bytes payload) {
  if (marker == dqt) return 1 + quantisation_values * (1 + (u8(payload, 0) >> 4U));
  if (marker == dac) return 2;
  if (marker != dht) return payload.size();
  std::size_t values = 0;
  for (std::size_t length = 1; length <= huffman_counts; ++length) values += u8(payload, length);
  return 1 + huffman_counts + values;
}

}  // namespace stripmeta::jpeg
