// What encoders wrote about themselves into coded HEVC pictures: SEI messages "user data unregistered" (ITU-T H.265
// D.2.7).
#pragma once

#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/heif/layout.hpp"

namespace stripmeta::heif {

// A NAL unit without such messages: empty where no other message is in it. None where it holds none of them.
std::optional<std::vector<std::byte>> without_user_data(Bytes unit);

// The NAL units of an item, each behind a length of `length_size` bytes, whose messages go: edits of `data`, from 0 on.
// What follows a length that does not fit is left alone. Ends early with more than most_edits.
inline constexpr std::size_t most_edits = 0xFFFF;
std::vector<Edit> user_data_edits(Bytes data, std::size_t length_size);

// hvcC (ISO/IEC 14496-15 8.3.2).
struct HevcConfiguration {
  std::size_t length_size{0};        // 1 to 4; 0: damaged
  std::vector<std::byte> bytes;      // without such messages, and without what follows its last array
  std::vector<std::byte> user_data;  // the NAL units that held them
};
HevcConfiguration read_configuration(Bytes hvcc);

}  // namespace stripmeta::heif
