// The second reader of the data of a HEIF's items, each by its type: units of HEVC, AVC, VVC and AV1, JPEGs, JPEG 2000
// codestreams, uncompressed samples, and the fields of pictures that are made from others.
#pragma once

#include "strip/verify/heif_items.hpp"

namespace stripmeta::verify {

void judge_payload(const File& file, const HeifMeta& meta, const HeifItem& item, const Policy& policy,
                   Findings& findings);

}  // namespace stripmeta::verify
