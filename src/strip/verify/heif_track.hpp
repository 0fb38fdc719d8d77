// The second reader of one track of a HEIF's image sequence (ISO/IEC 14496-12 8.3 to 8.7).
#pragma once

#include "strip/verify/heif_movie.hpp"

namespace stripmeta::verify {

// Judges trak and its samples. `movie` has the ids of all tracks; it gets the types of sample entries, and where
// samples are.
void judge_track(const File& file, const Box& trak, const Policy& policy, HeifMovie& movie, Findings& findings);

}  // namespace stripmeta::verify
