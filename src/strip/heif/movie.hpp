// A HEIF's image sequence: the moov box (ISO/IEC 14496-12 8.2), read, and written anew from the tracks that stay.
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

// Errors: as read_track(), `unsupported` where the movie is in fragments.
std::expected<Movie, Error> read_movie(Bytes input, const bmff::Box& box);

// Times zero, names empty, sample tables cut to what they hold. What goes is added to the report. Offsets into `media`
// are from its beginning: the writer's shift() moves them. Error `malformed`.
Status write_movie(Bytes input, const Movie& movie, const MediaLayout& media, bool wide, bmff::BoxWriter& writer,
                   Output& out);

}  // namespace stripmeta::heif
