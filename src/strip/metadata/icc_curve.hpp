// A curve of a colour profile: curveType or parametricCurveType (ICC.1:2022 10.6, 10.18).
#pragma once

#include <vector>

#include "strip/metadata/icc_source.hpp"

namespace stripmeta {

// Appends the curve that is read from `source`, without reserved bytes or bytes behind it. The source fails if it is of
// another type.
void put_curve(IccSource& source, std::vector<std::byte>& out);

}  // namespace stripmeta
