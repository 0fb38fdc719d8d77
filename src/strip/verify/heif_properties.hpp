// The second reader of a HEIF's item properties (ISO/IEC 23008-12 6.5): each has its fields, reserved bits of zero, and
// nothing behind them.
#pragma once

#include "strip/verify/boxes.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify {

// Rejects a property that is unknown, that the policy does not keep, or whose bytes are not all accounted for. Numbers
// that show something (sizes, colours, brightness) can have any value.
void judge_property(const File& file, const Box& property, const Policy& policy, Findings& findings);

// Whether items or sample entries of this type can have the property.
bool property_fits(BoxName property, BoxName item);
// What an item can have once: a property of this name; of colours one by numbers (nclx), and a profile (prof).
BoxName property_identity(const File& file, const Box& property);

}  // namespace stripmeta::verify
