// The sequence header of AV1 (AV1 5.5), as a second reader takes it apart.
#pragma once

#include <cstdint>
#include <optional>

#include "strip/verify/unit_data.hpp"

namespace stripmeta::verify {

struct UnitSequence {
  unsigned format{0};  // bytes 1 and 2 of av1C
  unsigned layers{0};  // bit n: an operating point has spatial layer n
  std::uint64_t width{0};
  std::uint64_t height{0};
  std::uint64_t again{0};  // bytes of a frame header that shows a frame again, with a stop bit
  std::uint64_t size{0};   // bytes of the payload, with a stop bit
};
// The header whose payload is data[at, end). nullopt if its fields do not fit in.
std::optional<UnitSequence> read_sequence(const UnitData& data, std::uint64_t at, std::uint64_t end);

// Judges the av1C of a picture: its fields are those of the picture's first sequence header, and so is the sequence
// header in it. Accepts all if the picture has none.
Verdict judge_own_configuration(const UnitData& configuration, const UnitData& picture);
// That sequence header.
std::optional<UnitSequence> sequence_of(const UnitData& picture);

}  // namespace stripmeta::verify
