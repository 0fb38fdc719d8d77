// OBUs of AV1 (AV1 Bitstream & Decoding Process Specification 5.3, 5.8 and 6.4).
//
//   head       forbidden bit, type (4 bits), has_extension, has_size, reserved bit
//   extension  temporal layer (3 bits), spatial layer (2 bits), 3 reserved bits; only if has_extension
//   size       leb128: seven bits a byte, least significant first; only if has_size. Without it, the OBU is the last
//   one. payload
//
// Sequence headers, frames, frame headers and tile groups are coded data and stay as they are, with a head in its one
// canonical form. A temporal delimiter is empty. Metadata stay that change what is shown: the light level (1), the
// mastering display's colours (2), and HDR10+ (4). All else goes: padding, tile lists, reserved types, and redundant
// frame headers, which repeat what has been decoded already.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "strip/base/byte_range.hpp"
#include "strip/base/bytes.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::coded {

enum ObuType : std::uint8_t {
  sequence_header = 1,
  temporal_delimiter = 2,
  frame_header = 3,
  tile_group = 4,
  metadata = 5,
  frame = 6,
};

struct Obu {
  unsigned type{0};
  std::optional<unsigned> extension;  // its byte
  bool has_size{true};
  Range head;  // with extension and size
  Range payload;

  unsigned spatial_layer() const { return extension.value_or(0) >> 3U & 3U; }
};
// The OBU that begins at data[at]; nullopt if it does not fit in.
std::optional<Obu> read_obu(Bytes data, std::size_t at);

// What becomes of an OBU: `bytes` replace `range` of the data.
struct CleanObu {
  bool changed{false};
  Range range;  // if changed: the whole OBU or its head
  std::vector<std::byte> bytes;
  Kind kind{Kind::slack};  // if changed: of what goes
};
CleanObu clean_obu(Bytes data, const Obu& obu);
// The same for an OBU of which only the first bytes of the payload, so many, are read. It has more.
CleanObu cut_obu(Bytes data, const Obu& obu, std::size_t payload_size);

}  // namespace stripmeta::coded
