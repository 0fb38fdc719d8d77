// Encoder notes in coded HEVC pictures: SEI messages "user data unregistered" (ITU-T H.265 D.2.7).
#pragma once

#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/heif/layout.hpp"

namespace stripmeta::heif {

// The NAL unit without its encoder notes; empty if it holds nothing else. nullopt if it holds no note.
std::optional<std::vector<std::byte>> without_user_data(Bytes unit);

// The edits that remove the notes from an item's data, which are NAL units, each after its length of `length_size`
// bytes. Stops at a length that does not fit, and after more than max_edits.
inline constexpr std::size_t max_edits = 0xFFFF;
std::vector<Edit> user_data_edits(Bytes data, std::size_t length_size);

// What hvcC holds (ISO/IEC 14496-15 8.3.2).
struct HevcConfiguration {
  std::size_t length_size{0};        // 1 to 4; 0: damaged
  std::vector<std::byte> bytes;      // without notes, and cut after its last array
  std::vector<std::byte> user_data;  // the NAL units that held notes
};
HevcConfiguration read_configuration(Bytes hvcc);

}  // namespace stripmeta::heif
