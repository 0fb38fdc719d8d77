#include "strip/png/chunk.hpp"

#include <algorithm>
#include <array>

#include "strip/base/zlib_stream.hpp"

namespace stripmeta::png {
namespace {

constexpr std::uint32_t greatest = 0x7FFFFFFF;  // PNG four-byte unsigned integers (7.1)

// Table 11.1: which depths go with which colour type.
bool is_valid_coding(unsigned depth, unsigned colour) {
  const bool whole_bytes = depth == 8 || depth == 16;
  const bool parts = depth == 1 || depth == 2 || depth == 4;
  switch (colour) {
    case 0: return parts || whole_bytes;
    case 3: return parts || depth == 8;
    case 2:
    case 4:
    case 6: return whole_bytes;
    default: return false;
  }
}

std::size_t channels(const Frame& frame) {
  if (frame.has_palette()) return 3;  // sBIT describes the colours of the palette
  constexpr std::array<std::size_t, 7> by_colour{1, 0, 3, 0, 2, 0, 4};
  return by_colour.at(frame.colour);
}

std::size_t background_size(const Frame& frame) {
  if (frame.has_palette()) return 1;
  return frame.has_colour() ? 6 : 2;
}

bool is_transparency(std::size_t length, const Frame& frame) {
  switch (frame.colour) {
    case 0: return length == 2;
    case 2: return length == 6;
    case 3: return length >= 1 && length <= 256;
    default: return false;
  }
}

}  // namespace

bool is_name(Type type) {
  for (unsigned shift = 0; shift < 32; shift += 8) {
    const auto letter = type >> shift & 0xFFU & ~0x20U;
    if (letter < 'A' || letter > 'Z') return false;
  }
  return true;
}

std::optional<Frame> read_frame(Bytes payload) {
  constexpr std::size_t size = 13;
  if (payload.size() != size) return std::nullopt;
  const Frame frame{u32(payload, 0), u32(payload, 4), u8(payload, 8), u8(payload, 9)};
  const bool sized = frame.width != 0 && frame.height != 0 && std::max(frame.width, frame.height) <= greatest;
  const bool methods = u8(payload, 10) == 0 && u8(payload, 11) == 0 && u8(payload, 12) <= 1;
  if (!sized || !methods || !is_valid_coding(frame.depth, frame.colour)) return std::nullopt;
  return frame;
}

bool is_exact(Type type, std::size_t length, const Frame& frame) {
  switch (type) {
    case plte: return length >= 3 && length <= 768 && length % 3 == 0;
    case trns: return is_transparency(length, frame);
    case gama: return length == 4;
    case chrm: return length == 32;
    case srgb: return length == 1;
    case sbit: return length == channels(frame);
    case cicp: return length == 4;
    case mdcv:
    case draft_mdcv: return length == 24;
    case clli:
    case draft_clli: return length == 8;
    case bkgd: return length == background_size(frame);
    case phys: return length == 9;
    case actl: return length == 8;
    default: return true;
  }
}

void put_chunk(std::vector<std::byte>& out, Type type, Bytes payload) {
  put_u32(out, static_cast<std::uint32_t>(payload.size()));
  const std::size_t from = out.size();
  put_u32(out, type);
  put_bytes(out, payload);
  put_u32(out, crc32_of(0, Bytes{out}.subspan(from)));
}

}  // namespace stripmeta::png
