// Judges OBUs of AV1.
#pragma once

#include "strip/verify/unit_data.hpp"

namespace stripmeta::verify {

// The data are one temporal unit, with OBU heads in their shortest form. Ends at the data's end.
Verdict judge_obus(const UnitData& data);

// The OBUs from `at` on are those of av1C: sequence headers and metadata that show, each with its size.
Verdict judge_configuration_obus(const UnitData& data, std::uint64_t at);

}  // namespace stripmeta::verify
