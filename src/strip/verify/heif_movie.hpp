// The second reader of a HEIF's image sequence (ISO/IEC 14496-12 8.2 to 8.7, ISO/IEC 23008-12 clause 7).
#pragma once

#include <cstdint>
#include <vector>

#include "strip/verify/boxes.hpp"
#include "strip/verify/units.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify {

struct HeifMovie {
  std::vector<std::uint32_t> tracks;  // ids, ascending
  std::vector<BoxName> entries;       // types of sample entries
  std::vector<Extent> data;           // of all samples
};

// The ids of the tracks in moov, ascending. Rejects nothing but boxes that do not fit.
std::vector<std::uint32_t> track_ids(const File& file, const Box& moov, Findings& findings);

// Reads and judges moov and all samples: headers without times, tables with as many entries as there are samples, each
// sample unit by unit.
HeifMovie judge_movie(const File& file, const Box& moov, const Policy& policy, Findings& findings);

}  // namespace stripmeta::verify
