// A HEIF's image sequence: reads the moov box (ISO/IEC 14496-12 8.2), and writes a new one from the tracks that stay.
#pragma once

#include <expected>
#include <vector>

#include "strip/bmff/writer.hpp"
#include "strip/grammar/grammar.hpp"
#include "strip/heif/layout.hpp"
#include "strip/heif/track.hpp"

namespace stripmeta::heif {

struct Movie {
  bmff::Box box;
  std::vector<Track> tracks;

  std::vector<std::uint32_t> kept_ids() const;  // ascending
};

// Errors: those of read_track(); `unsupported` if the movie is in fragments.
std::expected<Movie, Error> read_movie(Bytes input, const bmff::Box& box);

// Writes moov with zero times, empty names, and sample tables for the samples as they are in `media`; adds what goes to
// the report.
// Offsets into `media` count from its beginning, so call the writer's shift() later. Error `malformed`.
Status write_movie(Bytes input, const Movie& movie, const MediaLayout& media, bool wide, bmff::BoxWriter& writer,
                   Output& out);

}  // namespace stripmeta::heif
