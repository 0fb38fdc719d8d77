// Judges one NAL unit.
#pragma once

#include <cstdint>
#include <set>
#include <utility>

#include "strip/verify/unit_data.hpp"

namespace stripmeta::verify {

enum class NalKind : std::uint8_t { coded, parameters, message, end, other };

struct NalType {
  NalKind kind;
  unsigned number;  // nal_unit_type
  unsigned layer;
  unsigned head;  // bytes
};
// The unit is data[at, at + size). NalKind::other if it is shorter than its head.
NalType nal_type(Coding coding, const UnitData& data, std::uint64_t at, std::uint64_t size);

// The SEI messages of one picture: layer and type of each.
using SeenMessages = std::set<std::pair<unsigned, std::uint64_t>>;

// Adds the unit's messages to `seen`, and rejects one of a type that is there.
Verdict judge_nal(const UnitRules& rules, const UnitData& data, std::uint64_t at, std::uint64_t size,
                  SeenMessages& seen);

// The first `count` bytes of a unit behind its head, unescaped; fewer if it has fewer.
std::vector<std::uint8_t> nal_front(const NalType& type, const UnitData& data, std::uint64_t at, std::uint64_t size,
                                    std::size_t count);

}  // namespace stripmeta::verify
