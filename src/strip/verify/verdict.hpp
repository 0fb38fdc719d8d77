// What a second reader says of a file.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace stripmeta::verify {

// The first byte that the reader cannot account for.
struct Unaccounted {
  std::uint64_t offset;   // in what was read, bytes
  std::string_view rule;  // what does not hold there, as a static text: "bytes behind the last tile"
};

// nullopt: each byte has a reason.
using Verdict = std::optional<Unaccounted>;

// The verdict on a part, for the whole that has the part at `offset`.
inline Verdict within(Verdict part, std::uint64_t offset) {
  if (part) part->offset += offset;
  return part;
}

}  // namespace stripmeta::verify
