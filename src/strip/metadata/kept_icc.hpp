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
  bool changed{false};           // false: `bytes` equal the source
  bool layout{false};            // changed in nothing but its layout

  bool empty() const { return bytes.empty(); }
};

// The profile as reduce_icc() leaves it; empty if the policy keeps none, or if it is damaged. Error `malformed` at
// `offset`, the profile's place in the input, if it is damaged and the policy is strict.
std::expected<KeptProfile, Error> keep_profile(Bytes profile, std::uint64_t offset, const Policy& policy);
// The answer for a profile that the caller has found to be damaged.
std::expected<KeptProfile, Error> keep_damaged_profile(std::uint64_t offset, const Policy& policy);

// If the profile has changed, adds a row for the bytes that it lost: `layout` if nothing else has changed. `before` and
// `after` are its sizes, both with or both without its framing.
void report_reduced_profile(const KeptProfile& kept, std::uint64_t before, std::uint64_t after, Report& report);

}  // namespace stripmeta
