// Judges decoder configurations: hvcC, lhvC, avcC, vvcC and av1C (ISO/IEC 14496-15, AV1-ISOBMFF).
#pragma once

#include <string_view>

#include "strip/verify/unit_data.hpp"

namespace stripmeta::verify {

// `data` are the payload. "" or another name: everything is rejected.
Verdict judge_configuration(std::string_view name, const UnitData& data);

}  // namespace stripmeta::verify
