// The second reader of the segments of a JPEG 2000 codestream (ISO/IEC 15444-1 Annex A).
#pragma once

#include <cstdint>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/verify/verdict.hpp"

namespace stripmeta::verify {

// Reads the segments of the main header, then those of one tile-part's header after another.
class Jp2Segments {
 public:
  // The segment with this marker; `fields` follow its length. Offsets of the verdict are those of the fields.
  Verdict read(unsigned marker, Bytes fields);
  // Begins the header of a tile-part. Its verdict is on the main header: the offset means nothing.
  Verdict begin_tile_part();
  // The fields of SOT: the tile, the length, the number of the tile-part, how many there are.
  Verdict read_tile_part(Bytes fields);

  bool has_size() const { return !depths_.empty(); }
  std::uint32_t width() const { return width_; }
  std::uint32_t height() const { return height_; }
  const std::vector<std::uint8_t>& depths() const { return depths_; }

 private:
  Verdict read_size(Bytes fields);
  Verdict read_known(unsigned marker, Bytes fields);
  Verdict read_style(Bytes fields, std::size_t at, bool has_precincts);
  Verdict read_steps(Bytes fields, std::size_t at);
  Verdict read_order(Bytes fields) const;
  std::size_t index_size() const { return depths_.size() > 256 ? 2 : 1; }
  bool is_allowed(unsigned marker) const;

  bool in_tile_part_{false};
  bool has_extensions_{false};
  std::uint32_t width_{0};
  std::uint32_t height_{0};
  std::uint64_t tiles_{0};
  std::vector<std::uint8_t> depths_;
  unsigned levels_{0};
  std::size_t most_bands_{0};        // of a table in the main header
  std::vector<std::uint32_t> seen_;  // marker and component of the segments of this header
  struct Tile {
    std::uint8_t parts{0};
    std::uint8_t total{0};
  };
  std::vector<Tile> tile_parts_;
};

}  // namespace stripmeta::verify
