// What a policy keeps of a colour profile: the same decision for every container.
#pragma once

#include <cstdint>
#include <expected>
#include <vector>

#include "strip/grammar/grammar.hpp"
#include "strip/metadata/icc.hpp"

namespace stripmeta {

struct KeptProfile {
  std::vector<std::byte> bytes;  // empty: nothing of it stays
  bool changed{false};           // a part of it went; false: the source's bytes, up to the profile's own size

  bool empty() const { return bytes.empty(); }
};

// The profile as reduce_icc() leaves it; empty if the policy keeps none, or if it is damaged. `offset` is where it
// stands in the input. Error `malformed` under `strict` for a damaged one.
std::expected<KeptProfile, Error> keep_profile(Bytes profile, std::uint64_t offset, const Policy& policy);
// The answer for a profile that its container cannot even hand over.
std::expected<KeptProfile, Error> keep_damaged_profile(std::uint64_t offset, const Policy& policy);

// The row of what went of a profile that stays: `before` and `after` are bytes, both with or both without its framing.
void report_reduced_profile(const KeptProfile& kept, std::uint64_t before, std::uint64_t after, Report& report);

}  // namespace stripmeta
