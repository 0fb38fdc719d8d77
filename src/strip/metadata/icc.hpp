// ICC profiles (ICC.1:2022, version 4; ICC.1:2001-04, version 2), reduced to what is needed to show colour.
//
// Layout, all numbers big-endian:
//   128 bytes   header (7.2): size, version at 8, date at 24, "acsp" at 36, creator at 80, profile id at 84, and 28
//               reserved bytes at 100
//   4 bytes     number of tags (7.3)
//   12 bytes    each tag: signature, offset from the profile's start, size
//   data        each tag's element, aligned to 4 bytes; tags can share one
// A JPEG splits a profile into APP2 segments (annex B.4): "ICC_PROFILE\0", chunk number from 1, number of chunks, data.
//
// Kept: the tags that colour management reads, the description and the copyright. Removed: all other tags (private
// ones and "vued", for example), bytes that no tag covers, bytes past the size, the reserved bytes. With `share`
// the maker's tags go too, the description and copyright become "RGB", and date, creator and id become zero, because
// they can single out one monitor or one user.
//
// Traps: tags that share data must still share it, or a profile grows without bound; overlapping tags that are not
// equal are therefore refused. If the size reaches past the end, the profile is what is there, as lcms reads it. A
// profile id (an MD5) is stale after a change, so it becomes zero, which means "not computed". JPEG decoders ignore a
// profile that lacks a chunk, and so does this reader.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta {

inline constexpr std::string_view icc_signature{"ICC_PROFILE\0", 12};
inline constexpr std::size_t icc_chunk_head = 14;     // bytes: signature, number, count
inline constexpr std::size_t icc_chunk_size = 65519;  // the most data that a segment holds behind the head
inline constexpr std::size_t icc_chunk_limit = 255;   // the count is one byte

// Gathers the chunks of one profile, at most 255 x 65,519 bytes.
class IccChunks {
 public:
  // Takes an APP2 payload that starts with icc_signature. False if it repeats an earlier chunk byte for byte; such a
  // chunk is ignored.
  bool add(Bytes payload);
  void reset();
  bool any() const { return seen_; }
  // The profile if all chunks from 1 to the count are there and agree on the count; nullopt otherwise.
  std::optional<std::vector<std::byte>> assemble() const;

 private:
  bool give_up();  // for chunks that contradict each other; returns true, as the result of add()

  std::array<std::vector<std::byte>, icc_chunk_limit> chunks_;
  unsigned count_{0};
  bool seen_{false};
  bool inconsistent_{false};
};

struct ReducedProfile {
  std::vector<std::byte> bytes;
  bool changed{false};  // false: `bytes` equal the source
};

// The profile without what colour management does not need (see above). nullopt if the header or the tag table is
// damaged, so that the profile cannot be trusted. Reducing a result again gives the same bytes.
std::optional<ReducedProfile> reduce_icc(Bytes profile, bool share);

}  // namespace stripmeta
