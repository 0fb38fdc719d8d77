// Which of its properties an item keeps: those for its type, and each of them once.
#pragma once

#include <vector>

#include "strip/heif/meta.hpp"

namespace stripmeta::heif {

// For each item that stays. Decoders take the last colour by numbers and the last profile. Of what is the same twice,
// the first stays. A step of a transformation is left out if it is one before it again and doing it twice does nothing
// more. Error `malformed`: two properties contradict each other, so that decoders show different pictures.
Status keep_own_properties(Meta& meta, const std::vector<bool>& kept);

}  // namespace stripmeta::heif
