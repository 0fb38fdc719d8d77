// The sequence header of AV1 (AV1 Bitstream & Decoding Process Specification 5.5): what holds for all frames.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta::coded {

struct SequenceHeader {
  std::array<std::byte, 2> profile{};  // profile, level, tier, depth and chroma as av1C has them (AV1-ISOBMFF 2.3.3)
  unsigned spatial_layers{0};          // bit n: an operating point has spatial layer n; 0: layers are not told apart
  std::uint32_t width{0};              // the greatest of all frames
  std::uint32_t height{0};
  std::size_t repetition_size{0};  // bytes of a frame header that shows a frame again (5.9.2)
  std::vector<std::byte> bytes;    // the fields, and a stop bit
};
// `payload` is that of a sequence header OBU. nullopt if its fields do not fit in.
std::optional<SequenceHeader> read_sequence_header(Bytes payload);

// The payload of the first sequence header among OBUs, empty if they have no sequence header.
Bytes find_sequence_header(Bytes obus);

}  // namespace stripmeta::coded
