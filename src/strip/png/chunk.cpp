#include "strip/png/chunk.hpp"

#include <algorithm>

#include "strip/base/zlib_stream.hpp"

namespace stripmeta::png {
namespace {

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

}  // namespace

Bytes end_bytes() {
  static constexpr std::string_view chunk("\0\0\0\0IEND\xAE\x42\x60\x82", framing_size);
  return std::as_bytes(std::span{chunk});
}

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

void put_chunk(std::vector<std::byte>& out, Type type, Bytes payload) {
  put_u32(out, static_cast<std::uint32_t>(payload.size()));
  const std::size_t from = out.size();
  put_u32(out, type);
  put_bytes(out, payload);
  put_u32(out, crc32_of(0, Bytes{out}.subspan(from)));
}

}  // namespace stripmeta::png
