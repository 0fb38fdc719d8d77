// How long the data of an uncompressed picture are (ISO/IEC 23001-17), as a second reader counts them.
#pragma once

#include <optional>

#include "strip/verify/heif_items.hpp"

namespace stripmeta::verify {

// Bytes by the item's uncC, cmpd, ispe and, if the data are compressed, icef. nullopt if these do not say it.
std::optional<std::uint64_t> samples_size(const File& file, const HeifMeta& meta, const HeifItem& item);

// Rejects more units in the item's icef than its cmpC and uncC say, and components in its cmpd that no uncC of its
// items names. Those before the last one that is named are monochrome (0).
void judge_surplus(const File& file, const HeifMeta& meta, const HeifItem& item, Findings& findings);

}  // namespace stripmeta::verify
