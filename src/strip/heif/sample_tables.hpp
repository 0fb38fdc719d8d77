// Writes the tables of a track's samples (ISO/IEC 14496-12 8.6.1, 8.6.2, 8.7.3 to 8.7.5) for the samples as they are in
// the output.
#pragma once

#include "strip/heif/layout.hpp"
#include "strip/heif/rewriter.hpp"
#include "strip/heif/track.hpp"

namespace stripmeta::heif {

class SampleTables {
 public:
  // `wide`: offsets take eight bytes.
  SampleTables(const Track& track, const MediaLayout& media, bool wide, Rewriter& rewriter)
      : track_(track), media_(media), wide_(wide), rewriter_(rewriter) {}

  // Writes a new table instead of `box`; another box goes. Errors: `malformed` if the table is cut off; `too_large` if
  // it would need too many entries.
  Status write(const bmff::Box& box);

 private:
  Status write_runs(const bmff::Box& box, unsigned max_version);
  bool all_runs_used(const bmff::Box& box) const;
  Status write_chunk_runs(const bmff::Box& box);
  Status write_sync_samples(const bmff::Box& box);
  Status write_sizes(const bmff::Box& box);
  Status write_compact_sizes(const bmff::Box& box);
  Status write_chunks(const bmff::Box& box);
  template <typename Visit>
  void visit_sizes(Visit visit) const;
  bool all_sizes_equal(std::size_t& size) const;

  const Track& track_;
  const MediaLayout& media_;
  bool wide_;
  Rewriter& rewriter_;
};

}  // namespace stripmeta::heif
