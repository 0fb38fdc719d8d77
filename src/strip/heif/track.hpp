// Reads one track of a HEIF's image sequence (ISO/IEC 14496-12 8.3, ISO/IEC 23008-12 clause 7): what it is, and where
// its samples are.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <vector>

#include "strip/bmff/box.hpp"
#include "strip/coded/stream.hpp"
#include "strip/heif/layout.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::heif {

// The boxes inside a box, in the order of the input.
using Children = std::vector<bmff::Box>;
// Error `malformed`.
std::expected<Children, Error> children_of(Bytes input, const bmff::Box& parent, std::size_t skip = 0);
const bmff::Box* find(const Children& children, bmff::Type wanted);  // the first; null if there is none

// The sizes of a track's samples: stsz or stz2 (14496-12 8.7.3).
class SampleSizes {
 public:
  SampleSizes() = default;
  explicit SampleSizes(const bmff::Box& box);

  // Whether all of the samples that were asked for are in the table.
  bool ok() const { return ok_; }
  bool fixed() const { return fixed_ != 0; }  // all samples have the same size
  unsigned bits() const { return bits_; }     // of a size in the table: 4, 8, 16 or 32
  std::uint64_t count() const { return count_; }
  std::uint64_t at(std::uint64_t sample) const;  // bytes; counted from 0
  // The size of `count` samples together, or of as many as there are.
  std::uint64_t sum(std::uint64_t first, std::uint64_t count);

 private:
  Bytes rows_;
  std::uint64_t fixed_{0};
  std::uint64_t count_{0};     // of samples
  std::uint64_t readable_{0};  // the first so many samples have rows
  unsigned bits_{32};
  bool ok_{true};
};

// Samples that lie one after another.
struct Chunk {
  Range range;             // in the input
  std::uint64_t first{0};  // its first sample, counted from 0
  std::uint64_t count{0};  // of samples
  std::uint32_t entry{0};  // index of its sample entry, counted from 0
};

struct Track {
  bmff::Box box;
  std::uint32_t id{0};
  bmff::Type handler{0};
  std::string_view handler_name;
  bool is_thumbnail{false};
  std::vector<std::uint32_t> masters;  // ids: the tracks whose auxiliary pictures it has
  std::vector<bool> entry_uses;        // for each sample entry: whether it stays, because a chunk has it
  std::vector<bmff::Type> codings;     // types of the sample entries that stay; only of a track that stays
  std::optional<Kind> kind;            // the kind of a track that goes; nullopt: the track stays
  std::vector<Chunk> chunks;           // if the track goes, as many as could be read
  SampleSizes sizes;
  std::vector<std::optional<coded::Stream>> streams;  // of each sample entry; nullopt: not coded in units

  std::vector<Bytes> sequences;  // of each sample entry of AV1: the sequence header in the first sample that has one

  std::uint64_t sample_count() const { return chunks.empty() ? 0 : chunks.back().first + chunks.back().count; }

  // For each sample entry, how many before it stay: its index in the output, if it stays itself.
  std::vector<std::uint32_t> places() const {
    std::vector<std::uint32_t> before;
    std::uint32_t count = 0;
    for (const bool stays : entry_uses) {
      before.push_back(count);
      count += stays ? 1 : 0;
    }
    return before;
  }

  // Calls visit(range) for each sample of a chunk.
  template <typename Visit>
  void visit_samples(const Chunk& chunk, Visit visit) const {
    auto begin = chunk.range.begin;
    for (std::uint64_t i = 0; i < chunk.count; ++i) {
      const auto end = begin + static_cast<std::size_t>(sizes.at(chunk.first + i));
      visit(Range{begin, end});
      begin = end;
    }
  }
};

// Errors, only for a track that stays, or that does not say what it is: `malformed`; `truncated` if samples are past
// the input's end; `unsupported` if they are encrypted or in another file.
std::expected<Track, Error> read_track(Bytes input, const bmff::Box& box);

}  // namespace stripmeta::heif
