// ICC profiles (ICC.1:2022): gathered from JPEG's chunks, and reduced to what shows colour.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta {

inline constexpr std::string_view icc_signature{"ICC_PROFILE\0", 12};
inline constexpr std::size_t icc_chunk_head = 14;     // signature, number, count (ICC.1 annex B.4)
inline constexpr std::size_t icc_chunk_size = 65519;  // what a segment holds behind the chunk's head
inline constexpr std::size_t icc_chunk_limit = 255;   // the count is one byte

// The chunks of one profile. Holds at most 255 x 65,519 bytes.
class IccChunks {
 public:
  // An APP2 payload that starts with icc_signature. False: it repeats one that is there, byte for byte, and counts for
  // nothing.
  bool add(Bytes payload);
  void reset();
  bool any() const { return seen_; }
  // The profile, where each chunk 1..count was there and all agree on the count; none otherwise, as decoders
  // judge.
  std::optional<std::vector<std::byte>> whole() const;

 private:
  bool spoil();  // true, as add() then answers

  std::array<std::vector<std::byte>, icc_chunk_limit> chunks_;
  unsigned count_{0};
  bool seen_{false};
  bool spoilt_{false};
};

struct ReducedProfile {
  std::vector<std::byte> bytes;
  bool changed{false};  // something went; false: a copy of the source
};

// The profile without what does not show colour: private and unlisted tags, gaps, the header's reserved bytes, bytes
// past its size; with `share` also its makers' names, date and identifier. None: its header or tag table is damaged, so
// it cannot be trusted.
std::optional<ReducedProfile> reduce_icc(Bytes profile, bool share);

}  // namespace stripmeta
