#include "strip/jpeg/segment.hpp"

#include "strip/jpeg/marker.hpp"

namespace stripmeta::jpeg {
namespace {

using Length = std::expected<std::size_t, std::string_view>;

// T.81 B.2.2: P, Y, X, Nf, then three bytes a component.
Length frame_length(Bytes payload) {
  constexpr std::size_t head = 6;
  if (payload.size() < head) return std::unexpected("a frame header is too short");
  const std::size_t components = u8(payload, 5);
  if (components == 0 || payload.size() != head + 3 * components) {
    return std::unexpected("the length of a frame header does not match its number of components");
  }
  if (read_frame(payload).width == 0) return std::unexpected("a frame has no width");
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
    at += 1 + 64 * (precision + 1);
  }
  if (at != payload.size()) return std::unexpected("a quantisation table is cut short");
  return at;
}

// T.81 B.2.4.2: sixteen counts, then as many values.
Length huffman_length(Bytes payload) {
  constexpr std::size_t counts = 16;
  constexpr std::size_t most_values = 256;
  std::size_t at = 0;
  while (at < payload.size()) {
    if (payload.size() - at < 1 + counts) return std::unexpected("a Huffman table is cut short");
    if (u8(payload, at) >> 4U > 1 || (u8(payload, at) & 0xFU) > 3)
      return std::unexpected("a Huffman table has an unknown class or number");
    std::size_t values = 0;
    for (std::size_t i = 1; i <= counts; ++i) values += u8(payload, at + i);
    if (values > most_values) return std::unexpected("a Huffman table has more than 256 values");
    at += 1 + counts + values;
  }
  if (at != payload.size()) return std::unexpected("a Huffman table is cut short");
  return at;
}

Length fixed_length(Bytes payload, std::size_t length, std::string_view sentence) {
  if (payload.size() != length) return std::unexpected(sentence);
  return length;
}

}  // namespace

Frame read_frame(Bytes payload) {
  return {u16(payload, 3), u16(payload, 1)};
}

std::expected<std::size_t, std::string_view> exact_length(std::uint8_t marker, Bytes payload) {
  if (is_sof(marker) || marker == dhp) return frame_length(payload);
  switch (marker) {
    case sos: return scan_length(payload);
    case dqt: return quantisation_length(payload);
    case dht: return huffman_length(payload);
    case dac:  // T.81 B.2.4.3: pairs
      if (payload.size() % 2 != 0) return std::unexpected("an arithmetic conditioning segment is cut short");
      return payload.size();
    case dri: return fixed_length(payload, 2, "a restart interval segment is not 4 bytes long");  // B.2.4.4
    case exp: return fixed_length(payload, 1, "an expand segment is not 3 bytes long");           // B.3.3
    case dnl:  // B.2.5; decoders skip what follows the two bytes
      if (payload.size() < 2) return std::unexpected("a number-of-lines segment is too short");
      return 2;
    default: return std::unexpected("a segment with an unknown marker");
  }
}

}  // namespace stripmeta::jpeg
