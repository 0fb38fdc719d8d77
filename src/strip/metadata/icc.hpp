// ICC profiles (ICC.1:2022, version 4; ICC.1:2001-04, version 2), reduced to what is needed to show colour.
//
// Layout, all numbers big-endian:
//   128 bytes   header: strip/metadata/icc_header.hpp
//   4 bytes     number of tags (7.3)
//   12 bytes    each tag: signature, offset from the profile's start, size
//   data        each tag's element, aligned to 4 bytes; tags can share one
// A JPEG splits a profile into APP2 segments (annex B.4): "ICC_PROFILE\0", chunk number from 1, number of chunks, data.
//
// A well-known profile (strip/base/known_profiles.hpp) stays with all of its tags. Of any other one the tags stay that
// show colour: colorants and curves, tables and transforms, white point and adaptation, code points. Description and
// copyright become fixed texts. The profile is written anew: the header's fields that show no colour are zero, tags
// are in the order of their signatures, and each element is read by the type that its signature allows and written
// without reserved bytes, gaps and what follows it. All other tags go: technology, viewing conditions, measurement,
// luminance, black point, chromaticities, lists of colorants, names, texts and private ones. No colour engine uses
// these to show a picture.
//
// A tag with a broken element goes if lcms shows the same without it under the intents perceptual and relative: an
// embedded profile is only a source of colours, so this holds for the tables that lead to the device, and for colorants
// and curves beside a table A2B0. If not, lcms cannot use the profile, and it counts as damaged. A tag whose element is
// empty or lies outside of the profile is not there for lcms, so it goes alone.
//
// lcms refuses profiles of more than 100 tags, curves of more than 32,767 points and repeated signatures. Browsers show
// colours by all of these, so they stay; of a repeated signature the first tag.
//
// Traps: overlapping elements that are not equal are refused, or a profile could grow without bound. If the size
// reaches past the end, the profile is what is there, as lcms reads it. JPEG decoders ignore a profile that lacks a
// chunk, and so does this reader.
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
inline constexpr std::size_t icc_growth = 1024;       // bytes that reduce_icc() may add: padding and fixed texts

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
  bool layout{false};   // changed in nothing but order, padding and sharing of elements
};

// The profile without what colour management does not need (see above). nullopt if it is damaged. Reducing a result
// again gives the same bytes. It is at most icc_growth bytes longer than the source.
std::optional<ReducedProfile> reduce_icc(Bytes profile);

}  // namespace stripmeta
