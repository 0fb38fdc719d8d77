// Transforms of a colour profile in floating point: multiProcessElementsType (ICC.1:2022 10.16).
//
// The element's positions lead to processing elements: curve sets ("cvst"), matrices ("matf") and grids ("clut"). A
// curve set's positions lead to curves ("curf") of segments: formulas ("parf") and samples ("samf"). The elements
// "bACS" and "eACS" change nothing, so they go.
#pragma once

#include <vector>

#include "strip/metadata/icc_source.hpp"
#include "strip/metadata/icc_table.hpp"

namespace stripmeta {

// Appends the transform that is read from `source`, without reserved bytes or bytes between its parts. The source fails
// if it is none of these channels, or if its processing elements do not fit each other.
void put_elements(IccSource& source, std::vector<std::byte>& out, IccChannels channels);

}  // namespace stripmeta
